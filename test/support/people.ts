import type { ProblemTable } from '../../bff/contract/route';
import type { CallInput, Reply, RouteName } from '../../bff/contract/types';
import type { IdentityDocument, IdType } from '../../bff/platform/ports';
import type { Answer, CallOptions, TestApp } from './app';

const idTypes: Readonly<Record<string, IdType>> = {
  '01': 'resident_id',
  '02': 'passport',
  '03': 'hm_permit',
  '04': 'tw_permit',
  '05': 'foreign_permanent',
  '06': 'hmt_residence',
};

export interface CityPerson {
  readonly document: IdentityDocument;
  readonly phone: string;
  readonly bankCard: string;
  readonly orgCodes: readonly string[];
}

export type Consent = 'privacy' | 'identity' | 'face' | 'child';

/** One person at one phone. */
export interface Phone {
  readonly token: string;
  readonly renewalToken: string;
  call<N extends RouteName>(name: N, input?: Partial<CallInput<N>>, options?: CallOptions): Promise<Answer<N>>;
  /** The call must succeed. */
  ok<N extends RouteName>(name: N, input?: Partial<CallInput<N>>): Promise<Reply<N>>;
  /** The call must be refused with this code. */
  refused<N extends RouteName>(code: string, name: N, input?: Partial<CallInput<N>>, options?: CallOptions): Promise<Answer<N>>;
}

/** The sandbox city seen by its people: their documents, their phones, their codes. */
export const peopleOf = (app: TestApp) => {
  const reached = new Set<string>();
  let codes = 0;

  const note = <N extends RouteName>(answer: Answer<N>): Answer<N> => {
    if (answer.status >= 400) reached.add(answer.problem.code);
    return answer;
  };
  const call = async <N extends RouteName>(name: N, input?: Partial<CallInput<N>>, options?: CallOptions): Promise<Answer<N>> =>
    note(await app.api(name, input, options));

  const phoneOf = (token: string, renewalToken = ''): Phone => ({
    token,
    renewalToken,
    call: (name, input, options) => call(name, input, { token, ...options }),
    async ok(name, input) {
      const answer = await call(name, input, { token });
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.problem)}`);
      return answer.body;
    },
    async refused(code, name, input, options) {
      const answer = await call(name, input, { token, ...options });
      expect({ status: answer.status, code: answer.problem?.code }).toEqual({ status: expect.any(Number), code });
      return answer;
    },
  });

  const loginCode = (key: string): string => {
    codes += 1;
    return `login-${key}-${codes}`;
  };

  return {
    call,
    phoneOf,
    loginCode,
    phoneCode: (key: string): string => {
      codes += 1;
      return `phone-${key}-${codes}`;
    },

    async person(key: string): Promise<CityPerson> {
      const { document, ...rest } = (await app.control(`/people/${key}`, undefined, 'GET')) as Omit<CityPerson, 'document'> & {
        document: { zjlx: string; zjhm: string; xm: string };
      };
      const idType = idTypes[document.zjlx];
      if (!idType) throw new Error(`document type ${document.zjlx}`);
      return { ...rest, document: { name: document.xm, idType, idNumber: document.zjhm } };
    },

    /** Unified code of a merchant with a story. */
    orgCode: async (key: string): Promise<string> => ((await app.control(`/merchants/${key}`, undefined, 'GET')) as { code: string }).code,

    counterCode: async (purpose: 'real_name' | 'guardian' | 'agent', about: string): Promise<string> =>
      ((await app.control('/counter-codes', { purpose, about })) as { code: string }).code,

    /** The code in the newest message to a phone. */
    async smsCode(phone: string): Promise<string> {
      const { sms } = (await app.control('/sms', undefined, 'GET')) as { sms: { phone: string; params: { code: string } }[] };
      const newest = sms.find(message => message.phone === phone);
      if (!newest) throw new Error('no message');
      return newest.params.code;
    },

    /** An account that is nobody yet, signed in by WeChat on the phone of `key`, with these consents. */
    async newcomer(key: string, consents: readonly Consent[] = ['privacy', 'identity', 'face', 'child']): Promise<Phone> {
      const { body, status } = await call('session.signInWechat', { body: { code: loginCode(key), device: '测试手机' } });
      expect(status).toBe(200);
      const phone = phoneOf(body.accessToken, body.renewalToken ?? '');
      for (const kind of consents) {
        const { version } = await phone.ok('consent.readWording', { params: { kind } });
        await phone.ok('consent.give', { body: { kind, version } });
      }
      return phone;
    },

    /** An account of a demo person, verified. */
    async demo(key: string): Promise<Phone> {
      const { accessToken, renewalToken } = await app.signIn(key);
      return phoneOf(accessToken, renewalToken ?? '');
    },

    /** Every problem of a table was met in this file. */
    expectReached(table: ProblemTable, but: readonly string[] = []): void {
      expect(Object.keys(table).filter(code => !reached.has(code) && !but.includes(code))).toEqual([]);
    },
  };
};

export type People = ReturnType<typeof peopleOf>;
