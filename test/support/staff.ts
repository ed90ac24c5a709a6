import { routes } from '../../bff/contract/routes';
import type { CallInput, Reply, RouteName } from '../../bff/contract/types';
import type { StaffRole } from '../../bff/http/call';
import type { Answer, TestApp } from './app';

/** One member of the staff at one browser: its cookie and the token that its page knows. */
export interface Desk {
  cookie: string;
  csrf: string;
  readonly account: string;
  call<N extends RouteName>(name: N, input?: Partial<CallInput<N>>, headers?: Record<string, string>): Promise<Answer<N>>;
  /** The call must succeed. */
  ok<N extends RouteName>(name: N, input?: Partial<CallInput<N>>): Promise<Reply<N>>;
}

const password = '禾光路上的梧桐 seven trees';

export const cookieIn = (headers: Headers): string => /chengxin_staff=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';

/** The office as the desk sees it: its people are added as an operator does, and sign in as they do. */
export const officeOf = (app: TestApp) => {
  const { staff } = app.container.admin;
  const fromPage = { origin: new URL(app.url).origin };

  const deskOf = (account: string, cookie = '', csrf = ''): Desk => {
    const desk: Desk = {
      cookie,
      csrf,
      account,
      call: (name, input, headers) =>
        app.api(name, input, {
          client: 'h5',
          headers: {
            ...(routes[name].method === 'GET' ? {} : { ...fromPage, 'x-csrf-token': desk.csrf }),
            ...(desk.cookie && { cookie: `chengxin_staff=${desk.cookie}` }),
            ...headers,
          },
        }),
      async ok(name, input) {
        const answer = await desk.call(name, input);
        if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.problem)}`);
        return answer.body;
      },
    };
    return desk;
  };

  /** The code an authenticator shows; a step further each time, because none is used twice. */
  const codeOf = async (account: string): Promise<string> => {
    app.clock.advance(30_000);
    return (await staff.demo.code(account)) ?? '000000';
  };

  const signIn = async (account: string, desk = deskOf(account)): Promise<Answer<'staff.signIn'>> => {
    const answer = await desk.call('staff.signIn', { body: { account, password, code: await codeOf(account) } });
    if (answer.status === 200) {
      desk.cookie = cookieIn(answer.headers);
      desk.csrf = answer.body.csrfToken;
    }
    return answer;
  };

  return {
    deskOf,
    codeOf,
    password,
    signIn,
    add: (account: string, roles: readonly StaffRole[], { orgId = 'office', county = null as string | null } = {}) =>
      staff.add({ account, name: `${account} 的姓名`, orgId, roles, county }),

    /** Added, joined and signed in. */
    async member(
      account: string,
      roles: readonly StaffRole[] = ['reviewer'],
      where: { orgId?: string; county?: string } = {},
    ): Promise<Desk> {
      const invitationCode =
        (await staff.add({ account, name: `${account} 的姓名`, orgId: 'office', roles, county: null, ...where })) ?? '';
      const desk = deskOf(account);
      await desk.ok('staff.invited', { body: { account, invitationCode } });
      const joined = await desk.call('staff.join', { body: { account, invitationCode, password, code: await codeOf(account) } });
      if (joined.status !== 200) throw new Error(`${account} did not join: ${JSON.stringify(joined.problem)}`);
      desk.cookie = cookieIn(joined.headers);
      desk.csrf = joined.body.csrfToken;
      return desk;
    },
  };
};

export type Office = ReturnType<typeof officeOf>;
