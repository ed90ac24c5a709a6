import type { Reply } from '../../bff/contract/types';
import { startTestApp, type TestApp } from '../support/app';

/** Sign in, see the file, take a report away, have it verified; over HTTP, with the whole BFF and the sandbox city. */
describe('main job', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  }, 60_000);
  afterAll(() => app.close());

  const ownSubject = async (token: string): Promise<string> => {
    const { body } = await app.api('identity.read', {}, { token });
    return body.subjects.find(subject => subject.role === 'self')?.subjectId ?? '';
  };

  const finished = async (token: string, subjectId: string, reportId: string): Promise<Reply<'report.read'>> => {
    for (let tries = 0; tries < 150; tries++) {
      const { body } = await app.api('report.read', { params: { subjectId, reportId } }, { token });
      if (body.state !== 'making') return body;
      await new Promise(wait => setTimeout(wait, 100));
    }
    throw new Error('the report was not made in 15 s');
  };

  it.each(['clean', 'elder', 'penalty_general', 'rare_name_outside_font'])(
    'takes %s from sign-in to a verified report',
    async person => {
      const { token } = await app.signIn(person);
      const subjectId = await ownSubject(token);

      const file = await app.api('profile.read', { params: { subjectId }, query: {} }, { token });
      expect([file.status, file.problem?.code]).toEqual([200, undefined]);
      expect(file.body.sections.length).toBeGreaterThan(10);
      expect(file.body.sections.filter(section => section.state === 'unavailable')).toEqual([]);

      const reads = await app.api('ledger.list', { params: { subjectId }, query: {} }, { token });
      expect(reads.body.entries.some(entry => entry.origin === 'chengxin' && entry.own)).toBe(true);

      const { body: city } = await app.api('city.read');
      const wish = {
        variant: 'full' as const,
        purpose: city.reportPurposes[0]?.code ?? '',
        recipient: null,
        periodFrom: null,
        periodTo: null,
        domains: [],
        allowNumbers: false,
      };
      const asked = await app.api('report.request', { params: { subjectId }, body: wish }, { token });
      expect([asked.status, asked.problem?.code]).toEqual([expect.any(Number), undefined]);
      const report = await finished(token, subjectId, asked.body.reportId);
      expect(report).toMatchObject({ state: 'ready', stateReason: null });

      const pdf = await app.api('report.download', { params: { subjectId, reportId: report.reportId } }, { token });
      expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
      const verifyCode = new URL(report.verifyUrl ?? '').pathname.split('/').at(-1) ?? '';
      const verified = await app.api('report.verify', { params: { verifyCode } });
      expect(verified.body).toMatchObject({ state: 'valid', number: report.number });
    },
    60_000,
  );

  it('says that a section could not be fetched, and never that it is empty', async () => {
    const { token } = await app.signIn('penalty_minor');
    const subjectId = await ownSubject(token);
    await app.control('/faults', { section: 'penalty', kind: 'status' });
    const { body } = await app.api('profile.read', { params: { subjectId }, query: { refresh: '1' } }, { token });
    const penalty = body.sections.find(section => section.sectionId === 'penalty');
    expect(penalty).toMatchObject({ state: 'unavailable', total: null });
    await app.control('/faults', undefined, 'DELETE');
  });
});
