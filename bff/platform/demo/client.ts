import { z } from 'zod';
import type { HttpClient } from '../http-client';
import type { DemoPort } from '../ports';
import { signedApi } from '../signed-api';
import { UpstreamFailure, unavailable } from '../upstream-failure';
import { idTypeOf } from '../wire-document';

const zPeople = z.object({ list: z.array(z.object({ key: z.string(), name: z.string(), story: z.string() })) });
const zPerson = z.object({ document: z.object({ zjlx: z.string(), zjhm: z.string(), xm: z.string() }), orgCodes: z.array(z.string()) });

/** Demo people of the sandbox city; only mounted against it. Source: docs/upstreams/sandbox.md. */
export const demoClient = (http: HttpClient): DemoPort => {
  const api = signedApi(http);
  return {
    listPeople: async () => (await api.get('/demo/people', zPeople, 'demo.people'))?.list ?? [],
    async readPerson(key) {
      const found = await api.post(`/demo/people/${encodeURIComponent(key)}`, {}, zPerson, 'demo.person');
      if (found === null) return null;
      const { zjlx, zjhm, xm } = found.document;
      const idType = idTypeOf(zjlx);
      if (idType === null) throw unavailable(new UpstreamFailure('malformed', 'demo.person'));
      return { document: { name: xm, idType, idNumber: zjhm }, orgCodes: found.orgCodes };
    },
  };
};
