import { z } from 'zod';

/** Small shapes that several features share. Instants are UTC ISO-8601 with milliseconds, days are Beijing calendar days. */
export const zId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const zInstant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
export const zDay = z.iso.date();
export const zPhone = z.string().regex(/^1[3-9]\d{9}$/);
export const zCursor = z.string().max(200);
/**
 * A line that people type and others read beside words of ours. Characters that draw nothing but turn, hide or break what stands beside
 * them (bidirectional marks, zero widths, controls) are left out, so that screen, paper and terminal show the same.
 */
export const zLine = (most: number) =>
  z
    .string()
    .overwrite(text => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/\p{Cf}/gu, ''))
    .trim()
    .max(most);
/** Several lines that people type: as `zLine`, with their line breaks. */
export const zParagraph = (most: number) =>
  z
    .string()
    .overwrite(text =>
      text
        .replaceAll(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
        .replaceAll(/[^\P{Cc}\n]+/gu, ' ')
        .replaceAll(/\p{Cf}/gu, ''),
    )
    .trim()
    .max(most);
export const zOk = z.object({ ok: z.literal(true) });

/** Identity documents of R31. */
export const idTypes = [
  'resident_id', // 居民身份证
  'hmt_residence', // 港澳台居民居住证 (81/82/83)
  'foreign_permanent', // 外国人永久居留身份证
  'hm_permit', // 港澳居民来往内地通行证
  'tw_permit', // 台湾居民来往大陆通行证
  'passport', // 护照
] as const;
export const zIdType = z.enum(idTypes);
export const zSubjectKind = z.enum(['person', 'merchant']);
export const orgTypes = ['enterprise', 'sole_trader', 'cooperative', 'social_org', 'public_institution'] as const;
export const zOrgType = z.enum(orgTypes);

/** Sections of a credit file (F2, F19, F31); the order is the order on screen and on paper. */
export const sectionIds = [
  'basics',
  'license',
  'penalty',
  'honor',
  'serious_list',
  'abnormal',
  'commitment',
  'evaluation',
  'judicial',
  'qualification',
  'key_group',
  'rural',
  'role',
  'admin_act',
  'complaint',
  'tax_credit',
  'rectification',
  'voluntary',
  'other',
] as const;
export const zSectionId = z.enum(sectionIds);
export const zDisclosure = z.enum(['public', 'authorised', 'government']);
export const zTone = z.enum(['good', 'warn', 'bad', 'info', 'pending', 'plain']);
