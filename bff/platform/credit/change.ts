import { z } from 'zod';
import type { Clock } from '../../lib/time';
import type { CallbackPort, Change, SectionId } from '../ports';
import { openSignedCallback } from '../signing';
import { instantOf } from './read-value';
import { registrationAnswerOf } from './registration';
import { sectionWires } from './section-wire';

const zChange = z.object({
  bdbs: z.string().min(1).max(64),
  ztbs: z.string().min(1).max(64),
  xxlb: z.string().nullish(),
  jlbs: z.string().nullish(),
  bdlx: z.string(),
  bdsj: z.string(),
});
export const zFeed = z.object({ yb: z.string().min(1).max(64), list: z.array(z.unknown()) });

const zHelpAnswer = z.object({
  zxbh: z.string().min(1).max(32),
  dfnr: z.string().min(1).max(4000),
  dfdw: z.string().min(1).max(200),
  dfsj: z.string(),
});
const zCallback = z.discriminatedUnion('sjlx', [
  z.object({ sjlx: z.literal('bd'), sj: zChange }),
  z.object({ sjlx: z.literal('zxdf'), sj: zHelpAnswer }),
  z.object({ sjlx: z.literal('zyzcdf'), sj: z.unknown() }),
]);

const changeKinds: Readonly<Record<string, Change['kind']>> = {
  '1': 'added',
  '2': 'corrected',
  '3': 'withdrawn',
  '4': 'repaired',
  '5': 'objection',
};
const sectionByCode = new Map(Object.entries(sectionWires).map(([sectionId, { code }]) => [code, sectionId as SectionId]));

/** Null for an entry that cannot be read. A section or kind that is not known concerns the whole file: better one purge too many. */
export const changeOf = (entry: unknown): Change | null => {
  const parsed = zChange.safeParse(entry);
  if (!parsed.success) return null;
  const { bdbs, ztbs, xxlb, jlbs, bdlx, bdsj } = parsed.data;
  return {
    changeId: bdbs,
    ref: ztbs,
    sectionId: (xxlb && sectionByCode.get(xxlb)) || null,
    recordId: jlbs || null,
    kind: changeKinds[bdlx] ?? 'corrected',
    at: instantOf(bdsj) ?? new Date(0).toISOString(),
  };
};

/** Callbacks of the platform. Source: docs/upstreams/credit-platform.md, signing.md. */
export const callbackReader = (secret: string, now: Clock): CallbackPort => ({
  open(raw) {
    const nonce = openSignedCallback(raw, { secret, now });
    if (nonce === null) return 'unsigned';
    let json: unknown;
    try {
      json = JSON.parse(Buffer.from(raw.body).toString('utf8'));
    } catch {
      return 'malformed';
    }
    const parsed = zCallback.safeParse(json);
    if (!parsed.success) return 'malformed';
    if (parsed.data.sjlx === 'zxdf') {
      const { zxbh, dfnr, dfdw, dfsj } = parsed.data.sj;
      return {
        nonce,
        event: { type: 'help_answer', answer: { number: zxbh, text: dfnr, by: dfdw, at: instantOf(dfsj) ?? now().toISOString() } },
      };
    }
    if (parsed.data.sjlx === 'zyzcdf') {
      const answer = registrationAnswerOf(parsed.data.sj);
      return answer === null ? 'malformed' : { nonce, event: { type: 'registration_answer', answer } };
    }
    const change = changeOf(parsed.data.sj);
    return change === null ? 'malformed' : { nonce, event: { type: 'change', change } };
  },
});
