import { z } from 'zod';
import type { HttpClient } from '../http-client';
import type { IdentityPort } from '../ports';
import { signedApi } from '../signed-api';
import { UpstreamFailure, unavailable } from '../upstream-failure';
import { wireDocument } from '../wire-document';

const zStarted = z.object({ hsbs: z.string().min(1).max(64), yxsj: z.int().positive() });
const zFace = z.object({ hsjg: z.enum(['0', '1', '2']) });
const zMatch = z.object({ hsjg: z.enum(['1', '2']) });
const faceResults = { '0': 'pending', '1': 'passed', '2': 'failed' } as const;
const purposes = { real_name: '1', guardian: '2', agent: '3' } as const;

/** Real-name checks. Documents travel in bodies only. Source: docs/upstreams/identity.md. */
export const identityClient = (http: HttpClient): IdentityPort => {
  const api = signedApi(http);
  const matches = async (path: string, body: unknown, endpoint: string): Promise<boolean> =>
    (await api.post(path, body, zMatch, endpoint))?.hsjg === '1';
  return {
    async startFace(document) {
      const found = await api.post('/v1/rlhs', wireDocument(document), zStarted, 'identity.face');
      if (found === null) throw unavailable(new UpstreamFailure('fault', 'identity.face'));
      return { upstreamId: found.hsbs, expiresInSec: found.yxsj };
    },
    /** A check that is unknown or has run out did not pass. */
    async readFace(upstreamId) {
      const found = await api.post('/v1/rlhs/jg', { hsbs: upstreamId }, zFace, 'identity.face_result');
      return found === null ? 'failed' : faceResults[found.hsjg];
    },
    checkBankCard: (document, bankCard) => matches('/v1/yhk', { ...wireDocument(document), yhkh: bankCard }, 'identity.bank_card'),
    useCounterCode: (code, purpose, about) => matches('/v1/gthm', { hm: code, yt: purposes[purpose], dx: about }, 'identity.counter_code'),
    isGuardian: (guardian, child) => matches('/v1/jhgx', { jhr: wireDocument(guardian), bjhr: wireDocument(child) }, 'identity.guardian'),
  };
};
