import { setTimeout as pause } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/app';
import { peopleOf } from '../support/people';

/** What one person types stands beside words of ours on a screen, a paper or a terminal that another person trusts. */
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app.close());

/** Turned around, hidden, on a line of its own, coloured. */
const spoofed = '\u202e行银A\u202c\u2066\u200b（已作废）\u2069\n状态：有效\u2028\u001b[2J 市\u00ad银行';
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('text that others read', () => {
  it('holds nothing that turns, hides or breaks the words beside it', async () => {
    const people = peopleOf(app);
    const phone = await people.demo('clean');
    const subjectId = (await phone.ok('identity.read')).subjects[0]?.subjectId ?? '';
    const body = { variant: 'full' as const, purpose: 'tender', periodFrom: null, periodTo: null, domains: [], allowNumbers: false };
    const { reportId } = await phone.ok('report.request', { params: { subjectId }, body: { ...body, recipient: spoofed } });
    const read = () => phone.ok('report.read', { params: { subjectId, reportId } });
    for (let tries = 0; (await read()).state === 'making' && tries < 200; tries++) await pause(50);
    const report = await read();
    expect(report.recipient).toBe('行银A（已作废） 状态：有效 [2J 市银行');
    const verifyCode = report.verifyUrl?.split('/v/')[1] ?? '';
    expect((await people.call('report.verify', { params: { verifyCode } })).body.recipient).toBe(report.recipient);
    expect(report.recipient).not.toMatch(unseen);
  });

  it('cannot say of a read that another client made it', async () => {
    const phone = await peopleOf(app).demo('clean');
    const params = { subjectId: (await phone.ok('identity.read')).subjects[0]?.subjectId ?? '' };
    expect((await phone.call('profile.read', { params }, { client: 'h5' })).status).toBe(200);
    const { entries } = await phone.ok('ledger.list', { params });
    expect(entries.filter(({ own }) => own).map(({ system }) => system)).toEqual(['城信小程序']);
  });

  it('names no device by it either, nor by nothing else', async () => {
    const sign = (device: string) => app.api('session.signInDemo', { body: { person: 'elder', device } });
    const { accessToken } = (await sign(`手机\u202e${'\u200b'.repeat(200)}`)).body;
    const { sessions } = (await app.api('session.list', {}, { token: accessToken })).body;
    expect(sessions.map(({ device }) => device)).toEqual(['手机']);
    expect((await sign('\u200b\u202e\n')).problem.code).toBe('request.invalid');
  });
});
