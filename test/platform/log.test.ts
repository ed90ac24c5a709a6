import { makeLog } from '../../bff/lib/log';

const logged = (write: (log: ReturnType<typeof makeLog>) => void): string => {
  let lines = '';
  write(
    makeLog('info', {
      write: line => {
        lines += line;
      },
    }),
  );
  return lines;
};

const idNumber = '990100199003078811';
const phone = '19912345678';

describe('log', () => {
  it('drops personal data by name, at the top and one level down', () => {
    const lines = logged(log =>
      log.info({ idNumber, phone, subject: { name: '李雪敏', idNumber }, citizen: { openid: 'oAbC', phone } }, 'read'),
    );
    for (const secret of [idNumber, phone, '李雪敏', 'oAbC']) expect(lines).not.toContain(secret);
    expect(lines).toContain('[redacted]');
  });

  it('drops long numbers and refused values out of an error and its causes', () => {
    const cause = Object.assign(new Error(`Duplicate entry '${phone}-李雪敏' for key 'phone'`), {
      sql: `INSERT … ${idNumber}`,
      sqlMessage: idNumber,
    });
    const lines = logged(log => log.error({ err: new Error(`cannot keep ${idNumber}`, { cause }) }, 'failed'));
    for (const secret of [idNumber, phone, '李雪敏']) expect(lines).not.toContain(secret);
    expect(lines).toContain('[number]');
    expect(lines).toContain('log.test.ts');
  });

  it('keeps what an operator needs', () => {
    const line = JSON.parse(logged(log => log.warn({ code: 'platform.unavailable', route: 'profile.readFile', ms: 12 }, 'answered')));
    expect(line).toMatchObject({ level: 40, code: 'platform.unavailable', route: 'profile.readFile', ms: 12, msg: 'answered' });
  });
});
