import { z } from 'zod';
import type { HttpClient } from '../http-client';
import type { RegistrationAnswer, RegistrationField, RegistrationPort } from '../ports';
import { signedApi } from '../signed-api';
import { UpstreamFailure, unavailable } from '../upstream-failure';
import { beijingTimeOf, instantOf } from './read-value';

const kindCodes = { license: '1', operation: '2', contract: '3', charity: '4' } as const;
const disclosureCodes = { public: '1', authorised: '2', government: '3' } as const;
const trustCodes = { agency_verified: '1', document_checked: '2' } as const;
const outcomes = { '1': 'accepted', '2': 'verified', '3': 'unheld', '4': 'returned', '5': 'refused' } as const;

const zReceived = z.object({ zybh: z.string(), zycs: z.int() });
export const zRegistrationAnswer = z.object({
  dfbs: z.string().min(1).max(64),
  zybh: z.string().min(1).max(32),
  zycs: z.int().min(1),
  dflx: z.enum(['1', '2', '3', '4', '5']),
  dfdw: z.string().min(1).max(120),
  dfsj: z.string(),
  ly: z.array(z.object({ zdm: z.string().max(40).nullish(), nr: z.string().min(1).max(1000) })).max(60),
});
const zAnswers = z.object({ yb: z.string().min(1).max(64), list: z.array(z.unknown()) });

/** null: it cannot be read. An instant that cannot be read is left to the caller's clock. */
export const registrationAnswerOf = (sent: unknown): RegistrationAnswer | null => {
  const parsed = zRegistrationAnswer.safeParse(sent);
  if (!parsed.success) return null;
  const { dfbs, zybh, zycs, dflx, dfdw, dfsj, ly } = parsed.data;
  return {
    answerId: dfbs,
    number: zybh,
    revision: zycs,
    outcome: outcomes[dflx],
    by: dfdw,
    at: instantOf(dfsj),
    reasons: ly.map(({ zdm, nr }) => ({ field: zdm ?? null, text: nr })),
  };
};

const linesOf = (fields: readonly RegistrationField[]): object[] =>
  fields.map(({ key, label, value, disclosure }) => ({ zdm: key, zdmc: label, zdz: value, gkfs: disclosureCodes[disclosure] }));

/** 自愿注册 at the platform. Source: docs/upstreams/registration.md; the only client of it. */
export const registrationClient = (http: HttpClient): RegistrationPort => {
  const api = signedApi(http);
  const one = (number: string): string => `/v1/zyzc/${encodeURIComponent(number)}`;
  return {
    sendCase: sent =>
      api.keep(
        '/v1/zyzc',
        {
          zybh: sent.number,
          zycs: sent.revision,
          ztbs: sent.ref,
          zylx: kindCodes[sent.kind],
          zymc: sent.title,
          zysj: beijingTimeOf(sent.submittedAt),
          zynr: linesOf(sent.fields),
          fj: sent.attachments.map(({ contentType, sizeBytes, sentDigest, keptDigest }) => ({
            fjlx: contentType,
            fjdx: sizeBytes,
            fjzy: sentDigest,
            bczy: keptDigest,
          })),
          cnbb: sent.commitmentVersion,
          cnzy: sent.commitmentDigest,
        },
        'credit.registration',
      ),
    async hasCase(number, revision) {
      const found = await api.get(`${one(number)}?zycs=${revision}`, zReceived, 'credit.registration_state');
      return found !== null;
    },
    async listAnswers(cursor) {
      const place = cursor === null ? '' : `yb=${encodeURIComponent(cursor)}&`;
      const found = await api.get(`/v1/zyzc/df?${place}size=100`, zAnswers, 'credit.registration_answers');
      if (found === null) throw unavailable(new UpstreamFailure('fault', 'credit.registration_answers'));
      const answers = found.list.map(registrationAnswerOf);
      return {
        cursor: found.yb,
        answers: answers.filter((answer): answer is RegistrationAnswer => answer !== null),
        unreadable: answers.filter(answer => answer === null).length,
      };
    },
    publish: sent =>
      api.keep(
        `${one(sent.number)}/gb`,
        {
          ztbs: sent.ref,
          zylx: kindCodes[sent.kind],
          zymc: sent.title,
          zynr: linesOf(sent.fields),
          kxcd: trustCodes[sent.trust],
          hsdw: sent.checkedBy,
          yxqz: sent.endsOn,
          gbsj: beijingTimeOf(sent.publishedAt),
        },
        'credit.registration_publish',
      ),
    async withdraw(number, at, reason) {
      await api.post(`${one(number)}/cx`, { cxsj: beijingTimeOf(at), cxyy: reason }, z.unknown(), 'credit.registration_withdraw');
    },
  };
};
