import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Problem } from '../../lib/problem';
import type { HttpClient } from '../http-client';
import type { Change, CreditPort, OrgType, PlatformSubject, SectionId } from '../ports';
import { signedApi } from '../signed-api';
import { UpstreamFailure, unavailable } from '../upstream-failure';
import { wireDocument } from '../wire-document';
import { changeOf, zFeed } from './change';
import { beijingTimeOf, instantOf, textOf } from './read-value';
import { sectionWires } from './section-wire';
import { type SectionPage, sectionOf, zSectionPage } from './wire';

const orgTypes: Readonly<Record<string, OrgType>> = {
  '1': 'enterprise',
  '2': 'sole_trader',
  '3': 'cooperative',
  '4': 'social_org',
  '5': 'public_institution',
};

const zRef = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const zSubject = z.object({ ztbs: zRef, ztlb: z.enum(['01', '02']), xm: z.string().min(1), zzlx: z.string().nullish() });
const zIsRepresentative = z.object({ sffddbr: z.enum(['0', '1']) });
const zContact = z.object({ sjhym: z.string().min(1), lxbs: z.string().min(1).max(64) });
const zAgency = z.object({ bmmc: z.string().min(1), lxdh: z.unknown(), bgdz: z.unknown(), bgsj: z.unknown() });
const zUsage = z.object({
  total: z.int().min(0),
  data_usage_record: z.array(
    z.object({
      id: z.string(),
      logtime: z.string(),
      action: z.string(),
      receiverCode: z.string(),
      receiverName: z.string().nullish(),
      receiverSystem: z.string(),
    }),
  ),
});

const pageSize = 100;
/** A section longer than this is not read: 5,000 records. */
const maxPages = 50;
const usagePageSize = 1000;
const maxUsagePages = 10;
/** Agencies' telephones and offices; not personal data. */
const agencyKeptMs = 10 * 60_000;

const subjectOf = ({ ztbs, ztlb, xm, zzlx }: z.output<typeof zSubject>): PlatformSubject => ({
  ref: ztbs,
  kind: ztlb === '02' ? 'person' : 'merchant',
  name: xm,
  orgType: (zzlx && orgTypes[zzlx]) || null,
});

/** 市公共信用信息平台. Source: docs/upstreams/credit-platform.md; the only client of it. */
export const creditClient = (http: HttpClient): CreditPort => {
  const api = signedApi(http);
  const agencies = new LRUCache<string, { name: string; phone: string | null; office: string | null; hours: string | null }>({
    max: 2000,
    ttl: agencyKeptMs,
  });

  /** Each section is an endpoint of its own for the circuit breaker. */
  const readPage = async (ref: string, sectionId: SectionId, page: number, signal: AbortSignal): Promise<SectionPage> => {
    const path = `/v1/zt/${encodeURIComponent(ref)}/xx/${sectionWires[sectionId].code}?page=${page}&size=${pageSize}`;
    const found = await api.get(path, zSectionPage, `credit.section.${sectionId}`, { signal, about: ref });
    if (found === null) throw new Problem('platform.subject_unknown');
    return found;
  };

  const readPages = async (ref: string, sectionId: SectionId, signal: AbortSignal): Promise<SectionPage[]> => {
    const first = await readPage(ref, sectionId, 1, signal);
    const count = Math.ceil(first.total / pageSize);
    if (count > maxPages) throw unavailable(new UpstreamFailure('too_large', `credit.section.${sectionId}`));
    if (count <= 1) return [first];
    const rest = Array.from({ length: count - 1 }, (_, i) => readPage(ref, sectionId, i + 2, signal));
    return [first, ...(await Promise.all(rest))];
  };

  /** A record that came or went between two pages shifts the others: then the pages do not agree on the total. */
  const isOneView = (pages: readonly SectionPage[]): boolean =>
    pages.every(({ total, page }, i) => total === pages[0]?.total && page === i + 1) &&
    pages.reduce((sum, { list }) => sum + list.length, 0) >= (pages[0]?.total ?? 0);

  return {
    async resolvePerson(document) {
      const found = await api.post('/v1/zt/zrr', wireDocument(document), zSubject, 'credit.subject');
      return found && subjectOf(found);
    },
    async resolveMerchant(orgCode) {
      const found = await api.get(`/v1/zt/fr?tyshxydm=${encodeURIComponent(orgCode)}`, zSubject, 'credit.subject');
      return found && subjectOf(found);
    },
    async readSection(ref, sectionId, signal) {
      let pages = await readPages(ref, sectionId, signal);
      if (!isOneView(pages)) pages = await readPages(ref, sectionId, signal);
      if (!isOneView(pages))
        throw unavailable(new UpstreamFailure('malformed', `credit.section.${sectionId}`, { cause: new Error('pages do not agree') }));
      return sectionOf(sectionId, pages);
    },
    async isLegalRepresentative(merchant, document) {
      const path = `/v1/zt/${encodeURIComponent(merchant)}/fddbr`;
      return (await api.post(path, wireDocument(document), zIsRepresentative, 'credit.representative'))?.sffddbr === '1';
    },
    async readRepresentativeContact(merchant) {
      const found = await api.get(`/v1/zt/${encodeURIComponent(merchant)}/fddbr/lxfs`, zContact, 'credit.contact');
      return found && { maskedPhone: found.sjhym, phoneRef: found.lxbs };
    },
    async readAgency(agencyCode) {
      const kept = agencies.get(agencyCode);
      if (kept) return kept;
      const found = await api.get(`/v1/bm/${encodeURIComponent(agencyCode)}`, zAgency, 'credit.agency');
      if (found === null) return null;
      const agency = { name: found.bmmc, phone: textOf(found.lxdh, 60), office: textOf(found.bgdz, 200), hours: textOf(found.bgsj, 200) };
      agencies.set(agencyCode, agency);
      return agency;
    },
    async listUsage(ref, from, to) {
      const period = `periodStart=${encodeURIComponent(beijingTimeOf(from))}&periodEnd=${encodeURIComponent(beijingTimeOf(to))}`;
      const usage = [];
      for (let page = 0; page < maxUsagePages; page += 1) {
        const path = `/v1/zt/${encodeURIComponent(ref)}/usage?${period}&offset=${page * usagePageSize}&limit=${usagePageSize}`;
        const found = await api.get(path, zUsage, 'credit.usage');
        if (found === null) return [];
        usage.push(...found.data_usage_record);
        if (usage.length >= found.total || found.data_usage_record.length === 0) break;
      }
      return usage.flatMap(({ id, logtime, action, receiverCode, receiverName, receiverSystem }) => {
        const at = instantOf(logtime);
        return at === null ? [] : [{ id, at, action, receiverCode, receiverName: receiverName || null, receiverSystem }];
      });
    },
    async listChanges(cursor) {
      const place = cursor === null ? '' : `yb=${encodeURIComponent(cursor)}&`;
      const found = await api.get(`/v1/bd?${place}size=${pageSize}`, zFeed, 'credit.changes');
      if (found === null) throw unavailable(new UpstreamFailure('fault', 'credit.changes'));
      return { cursor: found.yb, changes: found.list.map(changeOf).filter((change): change is Change => change !== null) };
    },
    keepCheckpoint: ({ seq, at, root, keyId, signature }) =>
      api.keep('/v1/cz', { xh: seq, sj: beijingTimeOf(at), zy: root, mybs: keyId, qm: signature }, 'credit.checkpoint'),
    sendHelpMessage: ({ number, kind, text, sentAt }) =>
      api.keep('/v1/zx', { zxbh: number, zxlx: kind, zxnr: text, fssj: beijingTimeOf(sentAt) }, 'credit.help'),
  };
};
