import { z } from 'zod';

/**
 * The eleven kinds of 全国公共信用信息基础目录 (2021). A record of any other category is quarantined, never shown (R10).
 * Source: docs/rules/catalogue.md R10.
 */
const zCatalogue = z.object({
  title: z.string(),
  effectiveFrom: z.iso.date(),
  source: z.string(),
  verified: z.boolean(),
  kinds: z.array(z.object({ code: z.string().regex(/^\d{2}$/), title: z.string() })).length(11),
});

export const nationalCatalogue = zCatalogue.parse({
  title: '全国公共信用信息基础目录（2021年版）',
  effectiveFrom: '2021-12-16',
  source: 'docs/rules/catalogue.md#R10',
  verified: false,
  kinds: [
    { code: '01', title: '登记注册基本信息' },
    { code: '02', title: '司法裁判及执行信息' },
    { code: '03', title: '行政管理信息' },
    { code: '04', title: '职称和职业信息' },
    { code: '05', title: '经营（活动）异常名录（状态）信息' },
    { code: '06', title: '严重失信主体名单信息' },
    { code: '07', title: '合同履行信息' },
    { code: '08', title: '信用承诺及履行情况信息' },
    { code: '09', title: '信用评价结果信息' },
    { code: '10', title: '遵守法律法规情况信息' },
    { code: '11', title: '诚实守信相关荣誉信息' },
  ],
});

const known: ReadonlySet<string> = new Set(nationalCatalogue.kinds.map(({ code }) => code));

/** True for a code of the national catalogue. A missing category is not known either. */
export const isKnownCategory = (code: string | null): code is string => code !== null && known.has(code);
