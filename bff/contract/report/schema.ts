import { z } from 'zod';
import { zDay, zId, zInstant, zLine, zSectionId } from '../atoms';

export const reportVariants = ['full', 'no_violation'] as const;
const zVariant = z.enum(reportVariants);
/** Domains of 信用代证 come from the city's list (`city.read`), e.g. `market_regulation`. */
const zDomain = z.string().regex(/^[a-z_]{2,40}$/);

const zWish = z.object({
  variant: zVariant,
  /** Code from the city's list of purposes, e.g. `tender`. */
  purpose: z.string().regex(/^[a-z_]{2,40}$/),
  recipient: zLine(60).nullable(),
  periodFrom: zDay.nullable(),
  periodTo: zDay.nullable(),
  domains: z.array(zDomain).max(60),
  /** The holder lets a clerk compare document numbers with a 6-digit code. */
  allowNumbers: z.boolean(),
});

const zCounted = z.object({ title: z.string(), state: z.enum(['ok', 'stale', 'unavailable']), count: z.int().nullable() });

const zReport = z.object({
  reportId: zId,
  number: z.string(),
  variant: zVariant,
  variantTitle: z.string(),
  purposeTitle: z.string(),
  recipient: z.string().nullable(),
  periodFrom: zDay.nullable(),
  periodTo: zDay.nullable(),
  state: z.enum(['making', 'ready', 'failed', 'expired', 'revoked', 'superseded']),
  stateReason: z.string().nullable(),
  createdAt: zInstant,
  expiresAt: zInstant,
  endedAt: zInstant.nullable(),
  verifyUrl: z.string().nullable(),
  clerkCode: z.string().nullable(),
  pages: z.int().nullable(),
  sizeBytes: z.int().nullable(),
  sections: z.array(zCounted),
});

const zSubjectParams = z.object({ subjectId: zId });
const zReportParams = zSubjectParams.extend({ reportId: zId });
const zVerifyParams = z.object({ verifyCode: z.string().regex(/^[A-Za-z0-9_.-]{16,140}$/) });

export const reportSchemas = {
  'report.preview': {
    params: zSubjectParams,
    body: zWish,
    reply: z.object({
      sections: z.array(zCounted.extend({ sectionId: zSectionId })),
      /** What the report leaves out by rule, one sentence each. */
      leftOut: z.array(z.string()),
      /** For 信用代证: domains asked for that the platform does not cover. */
      missingDomains: z.array(z.string()),
      /** Sections that could not be fetched now: the report would say so. */
      unavailable: z.array(z.string()),
      expiresOn: zDay,
    }),
  },
  'report.request': { params: zSubjectParams, body: zWish, reply: zReport },
  'report.list': { params: zSubjectParams, reply: z.object({ reports: z.array(zReport) }) },
  'report.read': { params: zReportParams, reply: zReport },
  'report.download': { params: zReportParams, reply: 'pdf' as const },
  'report.revoke': { params: zReportParams, reply: zReport },
  'report.setClerkCode': { params: zReportParams, body: z.object({ allow: z.boolean() }), reply: zReport },
  'report.verify': {
    params: zVerifyParams,
    reply: z.object({
      state: z.enum(['valid', 'expired', 'revoked', 'superseded']),
      stateReason: z.string().nullable(),
      number: z.string(),
      variantTitle: z.string(),
      maskedName: z.string(),
      purposeTitle: z.string(),
      recipient: z.string().nullable(),
      periodFrom: zDay.nullable(),
      periodTo: zDay.nullable(),
      issuedAt: zInstant,
      expiresAt: zInstant,
      endedAt: zInstant.nullable(),
      issuer: z.string(),
      sections: z.array(zCounted),
      /** First 16 hex digits of the signed digest, printed on every page of the paper. */
      fingerprint: z.string(),
      numbersAllowed: z.boolean(),
      demo: z.boolean(),
    }),
  },
  'report.verifyNumbers': {
    params: zVerifyParams,
    body: z.object({ code: z.string().regex(/^\d{6}$/) }),
    reply: z.object({ sections: z.array(z.object({ title: z.string(), documentNos: z.array(z.string().nullable()) })) }),
  },
};
