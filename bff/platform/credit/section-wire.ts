import type { Disclosure, SectionId } from '../ports';

export type FieldKind = 'text' | 'day' | 'money' | 'yes_no' | 'document_number' | 'document_type' | 'license_state';

/** One wire field that is shown as a fact. */
export interface FactWire {
  readonly field: string;
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  /** null: as the record. */
  readonly disclosure: Disclosure | null;
  /** Says something only of a natural person or of an organisation; null: of either. */
  readonly of: 'person' | 'organisation' | null;
}

/** How records of one section are read. A list means: the first that holds something. */
export interface SectionWire {
  /** xxlb in the path. */
  readonly code: string;
  /** Ways to make the title, the first that gives something; `A+B` joins two fields. `titleName` is said when none does. */
  readonly title: readonly string[];
  readonly titleName: string;
  readonly agency: readonly string[];
  readonly agencyCode: readonly string[];
  readonly documentNo: readonly string[];
  readonly decidedOn: readonly string[];
  readonly validUntil: readonly string[];
  readonly legalBasis: readonly string[];
  readonly facts: readonly FactWire[];
}

const disclosures: Readonly<Record<string, Disclosure>> = { '1': 'public', '2': 'authorised', '3': 'government' };
const kinds: Readonly<Record<string, FieldKind>> = {
  d: 'day',
  m: 'money',
  y: 'yes_no',
  n: 'document_number',
  t: 'document_type',
  l: 'license_state',
};

const parties: Readonly<Record<string, FactWire['of']>> = { p: 'person', o: 'organisation' };

/**
 * `FIELD key label [kind] [disclosure 1–3] [party]`; kinds: d day, m 万元, y yes or no, n identity number, t type of document, l state of a
 * licence; none: text. Parties: p only of a natural person, o only of an organisation.
 */
const factOf = (line: string): FactWire => {
  const [field = '', key = '', label = '', ...rest] = line.trim().split(' ');
  const kind = rest.map(part => kinds[part]).find(found => found !== undefined) ?? 'text';
  const disclosure = rest.map(part => disclosures[part]).find(found => found !== undefined) ?? null;
  const of = rest.map(part => parties[part]).find(found => found !== undefined) ?? null;
  return { field, key, label, kind, disclosure, of };
};

type Names = Partial<Omit<SectionWire, 'facts' | 'code' | 'titleName'>>;
const section = (code: string, titleName: string, names: Names, facts: string): SectionWire => ({
  code,
  titleName,
  title: [],
  agency: [],
  agencyCode: [],
  documentNo: [],
  decidedOn: [],
  validUntil: [],
  legalBasis: [],
  ...names,
  facts: facts
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(factOf),
});

/** Whom the decision is about, as both kinds of 双公示 name it; numbers come masked. */
const party = (prefix: string, representativeNumber: string): string => `
  ${prefix}_XDR_MC party_name 行政相对人
  ${prefix}_XDR_LB party_kind 行政相对人类别
  ${prefix}_XDR_SHXYM party_org_code 统一社会信用代码 o
  ${prefix}_XDR_GSZC party_registration_no 工商注册号 o
  ${prefix}_XDR_ZZJG party_old_org_code 组织机构代码 o
  ${prefix}_XDR_SWDJ party_tax_no 税务登记号 o
  ${prefix}_XDR_SYDW party_institution_no 事业单位证书号 o
  ${prefix}_XDR_SHZZ party_society_no 社会组织登记证号 o
  ${prefix}_FRDB representative 法定代表人 o
  ${prefix}_FR_ZJLX representative_document_type 法定代表人证件类型 t 3 o
  ${representativeNumber} representative_number 法定代表人证件号码 n 3 o
  ${prefix}_XDR_ZJLX party_document_type 证件类型 t 2 p
  ${prefix}_XDR_ZJHM party_number 证件号码 n 3 p`;

const note = 'BZ note 备注';

/** Source: docs/upstreams/credit-platform.md. The only place that knows the platform's field names. */
export const sectionWires: Readonly<Record<SectionId, SectionWire>> = {
  basics: section(
    'DJZC',
    '登记基本信息',
    { title: ['DJ_MC'], agency: ['DJ_JG'], agencyCode: ['DJ_JGDM'], decidedOn: ['DJ_CLRQ'], validUntil: ['DJ_YXQZ'] },
    `DJ_MC name 名称
    DJ_TYSHXYDM org_code 统一社会信用代码 o
    DJ_LX subject_type 主体类型
    DJ_FDDBR representative 法定代表人或负责人 o
    DJ_ZCZB capital 注册资本 m o
    DJ_CLRQ founded_on 成立日期 d o
    DJ_YXQZ valid_until 有效期至 d o
    DJ_JYFW business 经营范围或业务范围 o
    DJ_ZS address 住所 2
    DJ_ZT state 登记状态
    DJ_CSRQ born_on 出生日期 d 2 p
    ${note}`,
  ),
  license: section(
    'XZXK',
    '行政许可',
    {
      title: ['XK_XKZS', 'XK_XKWS', 'XK_NR'],
      agency: ['XK_XKJG', 'XK_LYDW'],
      agencyCode: ['XK_XKJGDM', 'XK_LYDWDM'],
      documentNo: ['XK_WSH', 'XK_XKBH'],
      decidedOn: ['XK_JDRQ'],
      validUntil: ['XK_YXQZI'],
    },
    `XK_XKWS document_name 许可决定文书名称
    XK_XKLB license_kind 许可类别
    XK_XKZS certificate 许可证书名称
    XK_XKBH license_no 许可编号
    XK_NR content 许可内容
    XK_YXQZ valid_from 有效期自 d
    XK_YXQZI valid_until 有效期至 d
    XK_ZT state 当前状态 l
    ${party('XK', 'XK_FR_SFZH')}
    XK_LYDW data_source 数据来源单位
    ${note}`,
  ),
  penalty: section(
    'XZCF',
    '行政处罚',
    {
      title: ['CF_WFXW+CF_NR', 'CF_SY', 'CF_CFLB'],
      agency: ['CF_CFJG', 'CF_SJLY'],
      agencyCode: ['CF_CFJGDM', 'CF_SJLYDM'],
      documentNo: ['CF_WSH'],
      decidedOn: ['CF_JDRQ'],
      validUntil: ['CF_YXQ'],
      legalBasis: ['CF_YJ'],
    },
    `CF_WFXW violation 违法行为类型
    CF_SY facts 违法事实
    CF_YJ basis 处罚依据
    CF_CFLB penalty_kind 处罚类别
    CF_NR content 处罚内容
    CF_NR_FK fine 罚款 m
    CF_NR_WFFF confiscated 没收违法所得、非法财物 m
    CF_NR_ZKDX suspended_license 暂扣或吊销证照
    CF_YXQ valid_until 处罚有效期 d
    CF_GSJZQ published_until 公示截止期 d
    CF_JYCX simple_procedure 适用简易程序 y
    CF_LY field 处罚领域
    ${party('CF', 'CF_FR_ZJHM')}
    CF_SJLY data_source 数据来源单位
    ${note}`,
  ),
  honor: section(
    'SXRY',
    '守信荣誉',
    {
      title: ['RY_MC'],
      agency: ['RY_RDDW'],
      agencyCode: ['RY_RDDWDM'],
      documentNo: ['RY_WSH'],
      decidedOn: ['RY_RDRQ'],
      validUntil: ['RY_YXQZ'],
    },
    `RY_DJ level 荣誉等级
    RY_SY reason 认定事由
    RY_YXQZ valid_until 有效期至 d
    ${note}`,
  ),
  serious_list: section(
    'YZSX',
    '严重失信主体名单',
    {
      title: ['MD_MC'],
      agency: ['MD_LRDW'],
      agencyCode: ['MD_LRDWDM'],
      documentNo: ['MD_WSH'],
      decidedOn: ['MD_LRRQ'],
      validUntil: ['MD_YXQZ'],
    },
    `MD_LRSY reason 列入事由
    MD_ZT state 名单状态
    MD_CJCS measures 惩戒措施
    MD_YXQZ valid_until 列入期限至 d
    MD_YCRQ removed_on 移出日期 d
    ${note}`,
  ),
  abnormal: section(
    'JYYC',
    '经营异常',
    { title: ['YC_LRSY'], agency: ['YC_LRDW'], agencyCode: ['YC_LRDWDM'], documentNo: ['YC_WSH'], decidedOn: ['YC_LRRQ'] },
    `YC_LRSY reason 列入原因
    YC_ZT state 当前状态
    YC_YCRQ removed_on 移出日期 d
    YC_YCSY removed_because 移出原因
    ${note}`,
  ),
  commitment: section(
    'XYCN',
    '信用承诺',
    {
      title: ['CN_SY', 'CN_LX'],
      agency: ['CN_SLDW', 'CN_RDDW'],
      agencyCode: ['CN_SLDWDM', 'CN_RDDWDM'],
      documentNo: ['CN_BM'],
      decidedOn: ['CN_ZCRQ'],
      validUntil: ['CN_YXQ'],
    },
    `CN_LX commitment_kind 承诺类型
    CN_NR content 承诺内容
    CN_LXZT fulfilment 承诺履行状态
    CN_WLXNR unfulfilled 未履行的内容
    CN_WNZR liability 违诺责任
    CN_ZRZJ consequence 违诺责任追究
    CN_YXQ valid_until 承诺有效期 d
    CN_RDRQ judged_on 履行状态认定日期 d
    CN_RDDW judged_by 履行状态认定单位
    CN_CNRMC promiser 承诺人
    CN_CNRLB promiser_kind 承诺人类别
    CN_CNRDM promiser_number 承诺人代码 n 3
    CN_GKLX publicity 公开类型
    ${note}`,
  ),
  evaluation: section(
    'XYPJ',
    '信用评价',
    { title: ['PJ_MC'], agency: ['PJ_DW'], agencyCode: ['PJ_DWDM'], decidedOn: ['PJ_RQ'], validUntil: ['PJ_YXQZ'], legalBasis: ['PJ_YJ'] },
    `PJ_JG grade 评价结果
    PJ_YJ basis 评价依据
    PJ_YXQZ valid_until 有效期至 d
    ${note}`,
  ),
  judicial: section(
    'SFPJ',
    '司法判决及执行',
    { title: ['SF_LX+SF_AY'], agency: ['SF_FY'], agencyCode: ['SF_FYDM'], documentNo: ['SF_AH'], decidedOn: ['SF_RQ'] },
    `SF_LX judicial_kind 信息类型
    SF_AY cause 案由
    SF_NR content 裁判或执行内容
    SF_JE amount 标的金额 m
    SF_LXQK state 履行情况
    ${note}`,
  ),
  qualification: section(
    'ZCZG',
    '职称和职业资格',
    {
      title: ['ZG_MC'],
      agency: ['ZG_FZDW'],
      agencyCode: ['ZG_FZDWDM'],
      documentNo: ['ZG_ZSBH'],
      decidedOn: ['ZG_QDRQ'],
      validUntil: ['ZG_YXQZ'],
    },
    `ZG_JB level 级别
    ZG_ZY subject 专业
    ZG_ZSBH certificate_no 证书编号 2
    ZG_YXQZ valid_until 有效期至 d
    ${note}`,
  ),
  key_group: section(
    'ZDRQ',
    '职业档案',
    { title: ['ZD_RQLB+ZD_ZYJG'], agency: ['ZD_ZGDW'], agencyCode: ['ZD_ZGDWDM'], documentNo: ['ZD_ZYZH'], decidedOn: ['ZD_SCZYRQ'] },
    `ZD_RQLB group 人群类别
    ZD_ZYZH practice_no 执业证号 2
    ZD_ZYJG practice_at 执业机构
    ZD_ZYZT state 执业状态
    ZD_NDKH assessment 年度考核结果
    ZD_KHND assessment_year 考核年度
    ZD_SCZYRQ practice_since 首次执业日期 d
    ${note}`,
  ),
  rural: section(
    'NHDA',
    '农户信用档案',
    { title: ['NH_PDJG'], agency: ['NH_PDDW'], agencyCode: ['NH_PDDWDM'], decidedOn: ['NH_PDRQ'], validUntil: ['NH_YXQZ'] },
    `NH_PDJG grade 评定结果
    NH_HH household_no 农户编号 2
    NH_ZZ village 所在村组 2
    NH_ZZMJ planted_mu 种植面积（亩） 2
    NH_ZYCP products 主要产品
    NH_YXQZ valid_until 有效期至 d
    ${note}`,
  ),
  role: section(
    'RZXX',
    '任职',
    { title: ['RZ_DWMC+RZ_ZW'], agency: ['RZ_DJJG'], agencyCode: ['RZ_DJJGDM'], decidedOn: ['RZ_QSRQ'], validUntil: ['RZ_JSRQ'] },
    `RZ_DWMC org_name 任职单位
    RZ_DWDM org_code 统一社会信用代码
    RZ_ZW office 职务
    RZ_ZT state 任职状态
    RZ_JSRQ ended_on 任职结束日期 d
    RZ_CZBL share 出资比例 2
    ${note}`,
  ),
  admin_act: section(
    'XZXW',
    '行政行为',
    {
      title: ['XW_LB+XW_SX'],
      agency: ['XW_JDJG'],
      agencyCode: ['XW_JDJGDM'],
      documentNo: ['XW_WSH'],
      decidedOn: ['XW_JDRQ'],
      validUntil: ['XW_YXQZ'],
    },
    `XW_LB act_kind 行为类别
    XW_SX matter 事项名称
    XW_NR content 决定内容
    XW_JG result 结果
    XW_JE amount 金额 m
    XW_YXQZ valid_until 有效期至 d
    ${note}`,
  ),
  complaint: section(
    'XFTS',
    '消费投诉',
    { title: ['TS_LB', 'TS_NR'], agency: ['TS_CLDW'], agencyCode: ['TS_CLDWDM'], documentNo: ['TS_BH'], decidedOn: ['TS_RQ'] },
    `TS_LB complaint_kind 投诉类别
    TS_NR content 投诉内容
    TS_CLJG result 处理结果
    TS_BJRQ closed_on 办结日期 d
    ${note}`,
  ),
  tax_credit: section(
    'NSXY',
    '纳税信用',
    { title: ['NS_LX+NS_ND'], agency: ['NS_DW'], agencyCode: ['NS_DWDM'], decidedOn: ['NS_RQ'] },
    `NS_ND year 评价年度
    NS_JG grade 评价结果
    NS_LX tax_kind 纳税信用类型
    ${note}`,
  ),
  rectification: section(
    'ZGXX',
    '约谈与限期整改',
    {
      title: ['YT_LX+YT_SY'],
      agency: ['YT_DW'],
      agencyCode: ['YT_DWDM'],
      documentNo: ['YT_WSH'],
      decidedOn: ['YT_TZRQ'],
      validUntil: ['YT_QXRQ'],
    },
    `YT_LX rectification_kind 类型
    YT_SY reason 约谈或整改事由
    YT_YQ demand 整改要求
    YT_QXRQ due_on 整改期限 d
    YT_ZT state 整改状态
    YT_WCRQ done_on 完成日期 d
    ${note}`,
  ),
  voluntary: section(
    'ZYZC',
    '自愿注册',
    { title: ['ZY_MC', 'ZY_LX'], agency: ['ZY_HSDW'], agencyCode: ['ZY_HSDWDM'], decidedOn: ['ZY_RQ'], validUntil: ['ZY_YXQZ'] },
    `ZY_LX registration_kind 申报类型
    ZY_NR content 申报内容
    ZY_YXQZ valid_until 有效期至 d
    ${note}`,
  ),
  other: section(
    'QTXX',
    '其他信息',
    {
      title: ['QT_MC', 'QT_LB'],
      agency: ['QT_DW'],
      agencyCode: ['QT_DWDM'],
      documentNo: ['QT_WSH'],
      decidedOn: ['QT_RQ'],
      validUntil: ['QT_YXQZ'],
    },
    `QT_LB info_kind 信息类别
    QT_NR content 信息内容
    QT_YXQZ valid_until 有效期至 d
    ${note}`,
  ),
};
