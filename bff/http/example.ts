/** A JSON Schema of ours as far as an example needs it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

const id = '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071';
const at = '2026-11-22T01:12:00.000Z';
const digest = '5f2c'.repeat(16);

/** Plausible values by name; what does not fit a pattern falls through to the forms below. Nobody real is in here. */
const named: Readonly<Record<string, string | number>> = {
  name: '演示人物',
  merchantName: '青禾市禾光商贸有限公司（演示）',
  agentMaskedName: '演**',
  maskedName: '演**',
  maskedIdNumber: 'E*******8',
  maskedPhone: '139****0000',
  idNumber: 'E12345678',
  bankCard: '6200000000000000',
  orgCode: '91990100MA00000000',
  device: '演示手机',
  person: 'clean-resident',
  phone: '13900000000',
  title: '行政许可',
  sectionTitle: '行政许可',
  agency: '青禾市市场监督管理局（演示）',
  issuer: '青禾市社会信用体系建设办公室（演示）',
  source: '青禾市公共信用信息平台',
  documentNo: '青市监许〔2026〕12 号',
  text: '页面上的电话打不通，请核对。',
  story: '有一条行政许可，没有不良记录',
  number: 'TS20261122-0007',
  purpose: 'tender',
  purposeTitle: '招标投标',
  variantTitle: '信用报告',
  recipient: '青禾市公共资源交易中心（演示）',
  version: '2026-11-01',
  effectiveFrom: '2026-11-01',
  headline: '您的档案里没有影响您的记录',
  category: 'license',
  url: 'https://www.creditchina.gov.cn/',
  verifyUrl: 'https://credit.example.invalid/v/0123456789abcdefghijkl',
  verifyCode: '0123456789abcdefghijkl',
  fingerprint: '5f2c5f2c5f2c5f2c',
  regionCode: '990100',
  brandRgb: '23, 86, 94',
  code: 'tender',
  page: 'file/overview',
  total: 3,
  pages: 3,
  sizeBytes: 64_000,
  expiresInSec: 900,
  resendAfterSec: 60,
  reportValidDays: 90,
};
/** Tried in order against a pattern: ids, instants, days, digests, phone, codes. */
const forms = [
  id,
  at,
  at.slice(0, 10),
  digest,
  '13900000000',
  '123456',
  '12345678',
  '6200000000000000',
  'tender',
  '0123456789abcdefghijkl',
  'ZY20261122-0007',
  '/attachments',
];

const fits = (schema: JsonSchema, value: string): boolean =>
  (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)) &&
  value.length >= (schema.minLength ?? 0) &&
  value.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY);

const exampleText = (schema: JsonSchema, key: string): string => {
  const wanted = named[key];
  const found = [...(typeof wanted === 'string' ? [wanted] : []), ...(schema.pattern ? forms : ['示例', '示例文字一段', id])].find(value =>
    fits(schema, value),
  );
  if (found === undefined) throw new Error(`no example for ${key} ${schema.pattern ?? ''}`);
  return found;
};

/** An example of a schema, in a form a reader can follow. @throws Error when a pattern has no known form, at start-up of the page */
export const exampleOf = (schema: JsonSchema, key = ''): unknown => {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const first = (schema.anyOf ?? schema.oneOf)?.[0];
  if (first) return exampleOf(first, key);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, held]) => [name, exampleOf(held, name)]));
    case 'array':
      return schema.items ? [exampleOf(schema.items, key.replace(/s$/, ''))] : [];
    case 'string':
      return exampleText(schema, key);
    case 'integer':
    case 'number': {
      const wanted = named[key];
      return Math.max(typeof wanted === 'number' ? wanted : 1, schema.minimum ?? 0);
    }
    case 'boolean':
      return true;
    default:
      return null;
  }
};
