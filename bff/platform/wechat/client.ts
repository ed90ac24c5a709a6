import type { z } from 'zod';
import { Problem } from '../../lib/problem';
import type { Clock } from '../../lib/time';
import type { HttpClient, HttpReply } from '../http-client';
import { parseReply } from '../json';
import type { WechatPort } from '../ports';
import { UpstreamFailure, unavailable } from '../upstream-failure';
import {
  codeRefused,
  notAccepted,
  phoneQuotaUsed,
  strangerRefused,
  templateWrong,
  tokenRefused,
  zBare,
  zPhoneNumber,
  zSecCheck,
  zSession,
  zToken,
} from './wire';

export interface WechatOptions {
  readonly appId: string;
  readonly secret: string;
  readonly now: Clock;
}

type Errable = { errcode?: number | undefined };
/** A token is renewed this long before WeChat lets it expire, ms. */
const renewBeforeMs = 5 * 60_000;

/** No connection was made, so that nothing can have been acted on; any other failure may have come after. */
const noConnection: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const neverLeft = (error: unknown): boolean => {
  const failure = error instanceof Problem ? error.cause : null;
  if (!(failure instanceof UpstreamFailure)) return false;
  const { cause } = failure;
  return failure.kind === 'resting' || (cause instanceof Error && 'code' in cause && noConnection.has(String(cause.code)));
};

/** WeChat's server API. Source: docs/upstreams/wechat.md R24, R28, R30. */
export const wechatClient = (http: HttpClient, { appId, secret, now }: WechatOptions): WechatPort => {
  let token: { value: string; until: number } | null = null;
  let asking: Promise<string> | null = null;

  const refused = (endpoint: string, { errcode }: Errable): Problem =>
    unavailable(new UpstreamFailure('fault', endpoint, { cause: new Error(`errcode ${errcode ?? 'none'}`) }));

  const askToken = async (force: boolean): Promise<string> => {
    const endpoint = 'wechat.token';
    const body = { grant_type: 'client_credential', appid: appId, secret, force_refresh: force };
    const reply = parseReply(await http.send({ method: 'POST', path: '/cgi-bin/stable_token', body, endpoint }), zToken, endpoint);
    if (!reply.access_token || !reply.expires_in) throw refused(endpoint, reply);
    token = { value: reply.access_token, until: now().getTime() + reply.expires_in * 1000 - renewBeforeMs };
    return token.value;
  };

  /** One renewal at a time, whoever asks. */
  const accessToken = (force = false): Promise<string> => {
    if (!force && token && token.until > now().getTime()) return Promise.resolve(token.value);
    asking ??= askToken(force).finally(() => {
      asking = null;
    });
    return asking;
  };

  /** A call with the access token; once more with a new one if WeChat no longer takes it. */
  const withToken = async (endpoint: string, path: string, body: unknown): Promise<HttpReply> => {
    const send = async (force: boolean) =>
      http.send({ method: 'POST', path: `${path}?access_token=${encodeURIComponent(await accessToken(force))}`, body, endpoint });
    const reply = await send(false);
    if (!reply.contentType.includes('json')) return reply;
    return tokenRefused.has(parseReply(reply, zBare, endpoint).errcode ?? 0) ? send(true) : reply;
  };

  const ask = async <S extends z.ZodType>(endpoint: string, path: string, body: unknown, schema: S): Promise<z.output<S>> =>
    parseReply(await withToken(endpoint, path, body), schema, endpoint);

  return {
    async openIdOf(code) {
      const endpoint = 'wechat.session';
      const query = new URLSearchParams({ appid: appId, secret, js_code: code, grant_type: 'authorization_code' });
      const reply = parseReply(
        await http.send({ method: 'GET', path: `/sns/jscode2session?${query}`, endpoint, once: true }),
        zSession,
        endpoint,
      );
      if (reply.errcode && codeRefused.has(reply.errcode)) throw new Problem('session.wechat_code_refused');
      if (!reply.openid) throw refused(endpoint, reply);
      return reply.openid;
    },
    async phoneOf(code) {
      const endpoint = 'wechat.phone';
      const reply = await ask(endpoint, '/wxa/business/getuserphonenumber', { code }, zPhoneNumber);
      if (reply.errcode === phoneQuotaUsed) throw new Problem('session.phone_quota_used');
      if (reply.errcode && codeRefused.has(reply.errcode)) throw new Problem('session.wechat_code_refused');
      if (reply.errcode || !reply.phone_info) throw refused(endpoint, reply);
      return reply.phone_info.purePhoneNumber;
    },
    async miniProgramCode(scene, page) {
      const endpoint = 'wechat.code';
      if (scene.length > 32) throw new Error('a scene has at most 32 characters');
      const reply = await withToken(endpoint, '/wxa/getwxacodeunlimit', { scene, page, check_path: false });
      if (reply.contentType.includes('json')) throw refused(endpoint, parseReply(reply, zBare, endpoint));
      return reply.bytes;
    },
    async checkText(openId, text) {
      const endpoint = 'wechat.content';
      // Scene 1: what people say of themselves.
      const reply = await ask(endpoint, '/wxa/msg_sec_check', { version: 2, scene: 1, openid: openId, content: text }, zSecCheck);
      if (reply.errcode && strangerRefused.has(reply.errcode)) return 'stranger';
      if (reply.errcode || !reply.result) throw refused(endpoint, reply);
      const { suggest } = reply.result;
      if (suggest === 'pass' || suggest === 'risky') return suggest;
      return 'unsure';
    },
    async sendReminder(openId, { templateId, page, data }) {
      const endpoint = 'wechat.reminder';
      const body = {
        touser: openId,
        template_id: templateId,
        page,
        data: Object.fromEntries(Object.entries(data).map(([name, value]) => [name, { value }])),
        miniprogram_state: 'formal',
        lang: 'zh_CN',
      };
      // Before the message is on its way nothing has been sent, whatever happens.
      await accessToken();
      let reply: Errable;
      try {
        reply = await ask(endpoint, '/cgi-bin/message/subscribe/send', body, zBare);
      } catch (error) {
        if (neverLeft(error)) throw error;
        return 'unknown';
      }
      const { errcode = 0 } = reply;
      if (errcode === 0) return 'sent';
      if (notAccepted.has(errcode)) return 'not_accepted';
      if (templateWrong.has(errcode)) return errcode;
      throw refused(endpoint, reply);
    },
  };
};
