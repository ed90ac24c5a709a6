import type { Identity } from './session';

type IdType = NonNullable<Identity['idType']>;

/** Documents of R31. `hint` says what is checked here: a check digit where the standard has one, else the form only. */
export const documents: readonly { readonly idType: IdType; readonly title: string; readonly hint: string }[] = [
  { idType: 'resident_id', title: '居民身份证', hint: '18 位，最后一位可能是 X' },
  { idType: 'hmt_residence', title: '港澳台居民居住证', hint: '18 位，以 81、82 或 83 开头' },
  { idType: 'foreign_permanent', title: '外国人永久居留身份证', hint: '18 位新版，或 15 位旧版（只核对格式）' },
  { idType: 'hm_permit', title: '港澳居民来往内地通行证', hint: 'H 或 M 开头，后面 8 位数字（只核对格式）' },
  { idType: 'tw_permit', title: '台湾居民来往大陆通行证', hint: '8 位数字（只核对格式）' },
  { idType: 'passport', title: '护照', hint: '字母和数字（只核对格式）' },
];

export const documentTitle = (idType: IdType | null): string => documents.find(one => one.idType === idType)?.title ?? '证件';

export const methodWords = { face: '人脸核验', bank_card: '银行卡核验', counter_code: '柜台核验码', demo: '演示人物' } as const;

export const orgTypeWords = {
  enterprise: '企业',
  sole_trader: '个体工商户',
  cooperative: '农民专业合作社',
  social_org: '社会组织',
  public_institution: '事业单位',
} as const;
