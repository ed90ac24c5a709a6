import { day, line, text } from './field';
import { readKind } from './kind-shape';

/** 资质证照. Source: docs/rules/registration.md. */
export const license = readKind({
  kind: 'license',
  version: '2026-11-01',
  effectiveFrom: '2026-11-01',
  source: '安阳市方案（2020）第五条；字段参照行政许可公示标准，为本产品的建议',
  verified: false,
  title: '资质证照',
  meaning: '许可证、资质证书、等级证书这类由机关或机构发给您单位的证照。',
  titleOf: '{permitName}',
  steps: [
    { title: '证照', fields: ['permitName', 'permitNumber', 'issuer', 'scope'] },
    { title: '有效期', fields: ['validFrom', 'validTo'] },
  ],
  fields: [
    line('permitName', '证照名称', 100, { hint: '照证照上写的填，例如 食品经营许可证' }),
    line('permitNumber', '证照编号', 128, { hint: '照证照逐位填。档案里有这张许可的，可以直接带出来' }),
    line('issuer', '发证机关', 200, { hint: '照证照上的印章填全称' }),
    text('scope', '许可范围', 4000, { hint: '准许做什么，照证照抄写', required: false }),
    day('validFrom', '有效期从'),
    day('validTo', '有效期到', { hint: '证照写“长期”的不用填', required: false }),
  ],
  rules: [
    { rule: 'not_future', field: 'validFrom', say: '开始日期在今天以后。证照生效以后再登记；填错的请改。' },
    { rule: 'not_before', field: 'validTo', after: 'validFrom', say: '结束日期早于开始日期，请对照证照改正。' },
    { rule: 'not_past', field: 'validTo', say: '这张证照已经到期，不能再登记。换了新证的请登记新证。' },
  ],
  sameBy: [['permitNumber', 'issuer']],
  endsOn: 'validTo',
  attachments: { least: 1, most: 6, what: '证照的照片或扫描件，正本副本都可以，字要看得清' },
  confirmation: null,
});
