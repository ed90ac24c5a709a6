import { z } from 'zod';
import type { HttpClient } from '../http-client';
import type { SmsPort } from '../ports';
import { signedApi } from '../signed-api';
import { UpstreamFailure, unavailable } from '../upstream-failure';

const templates = { sign_in: '1', agent_consent: '2' } as const;

/** Text messages. Every call sends one: it is never repeated here. Source: docs/upstreams/sms.md. */
export const smsClient = (http: HttpClient): SmsPort => {
  const api = signedApi(http);
  return {
    async send(to, template, params) {
      const receiver = 'phone' in to ? { sjh: to.phone, lxbs: null } : { sjh: null, lxbs: to.phoneRef };
      const sent = await api.post(
        '/v1/dx',
        { ...receiver, mbbs: templates[template], cs: params },
        z.object({ dxbs: z.string() }),
        'sms.send',
      );
      if (sent === null) throw unavailable(new UpstreamFailure('fault', 'sms.send'));
    },
  };
};
