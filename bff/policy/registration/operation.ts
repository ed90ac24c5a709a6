import { count, day, line, text } from './field';
import { readKind } from './kind-shape';

/** 市场经营. Source: docs/rules/registration.md. */
export const operation = readKind({
  kind: 'operation',
  version: '2026-11-01',
  effectiveFrom: '2026-11-01',
  source: '安阳市方案（2020）第五条；字段为本产品的建议',
  verified: false,
  title: '市场经营',
  meaning: '经营场所、品牌、主要产品或服务、人员，以及质量、环境等体系认证。',
  titleOf: '{brand} {premises}',
  steps: [
    { title: '在哪里、做什么', fields: ['premises', 'brand', 'products', 'openedOn', 'staffCount'] },
    { title: '体系认证', fields: ['certificateName', 'certificateNumber', 'certificateIssuer', 'certificateValidTo'] },
  ],
  fields: [
    line('premises', '经营场所', 120, { hint: '写到门牌号，例如 青禾市禾光路 8 号' }),
    line('brand', '品牌或招牌', 60, { hint: '顾客看到的名字' }),
    text('products', '主要产品或服务', 500),
    day('openedOn', '开始经营的日期', { required: false }),
    count('staffCount', '从业人数', { hint: '现在的人数', required: false }),
    line('certificateName', '体系认证名称', 80, { hint: '例如 质量管理体系认证；没有就空着', required: false }),
    line('certificateNumber', '认证证书编号', 64, { required: false }),
    line('certificateIssuer', '认证机构', 100, { required: false }),
    day('certificateValidTo', '认证有效期到', { required: false }),
  ],
  rules: [
    { rule: 'not_future', field: 'openedOn', say: '开始经营的日期在今天以后，请改正。' },
    { rule: 'required_with', field: 'certificateNumber', when: 'certificateName', say: '填了认证名称，请把证书编号也填上。' },
    { rule: 'required_with', field: 'certificateIssuer', when: 'certificateName', say: '填了认证名称，请把认证机构也填上。' },
    { rule: 'required_with', field: 'certificateName', when: 'certificateNumber', say: '填了证书编号，请把认证名称也填上。' },
    { rule: 'not_past', field: 'certificateValidTo', say: '这项认证已经到期。续了证的请填新的日期；没有续的请不填认证。' },
  ],
  sameBy: [
    ['certificateNumber', 'certificateIssuer'],
    ['premises', 'brand'],
  ],
  endsOn: 'certificateValidTo',
  attachments: { least: 0, most: 9, what: '门店、产品的照片，认证证书的照片或扫描件' },
  confirmation: null,
});
