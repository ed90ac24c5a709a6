/** Wire fields of every section: the tables in docs/upstreams/credit-platform.md, a test holds the two together. */
export type FieldType = 'text' | 'date' | 'datetime' | 'money' | 'code';
export type FieldOrigin = 'national' | 'seen' | 'ours';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Longest value by the standard, in characters; text may come longer all the same. */
  readonly max: number;
  readonly origin: FieldOrigin;
  /** Disclosure where it is not the record's: 1 公开公示, 2 授权查询, 3 政务共享. */
  readonly disclosure: '1' | '2' | '3' | null;
}

export interface Section {
  readonly sectionId: string;
  /** xxlb in the path. */
  readonly code: string;
  readonly title: string;
  /** Kinds of the national catalogue its records carry. */
  readonly categories: readonly string[];
  readonly kinds: 'person' | 'merchant' | 'both';
  readonly fields: readonly Field[];
}

const origins: Readonly<Record<string, FieldOrigin>> = { n: 'national', s: 'seen', o: 'ours' };
const types: Readonly<Record<string, FieldType>> = { d: 'date', t: 'datetime', m: 'money', c: 'code' };

/** `name label type-or-length origin [disclosure]`, e.g. `XK_WSH 行政许可决定文书号 200 s`. */
const parse = (line: string): Field => {
  const [name = '', label = '', kind = '', origin = '', disclosure] = line.trim().split(' ');
  const type = types[kind] ?? 'text';
  const max = type === 'text' ? Number(kind) : { date: 10, datetime: 19, money: 20, code: 4 }[type];
  return { name, label, type, max, origin: origins[origin] ?? 'ours', disclosure: (disclosure ?? null) as Field['disclosure'] };
};

const section = (sectionId: string, code: string, title: string, categories: string, kinds: Section['kinds'], lines: string): Section => ({
  sectionId,
  code,
  title,
  categories: categories.split(' '),
  kinds,
  fields: lines.trim().split('\n').map(parse),
});

/** Every record of every section begins with these. */
export const commonFields: readonly Field[] = `
  jlbs 记录标识 64 o
  mllb 目录类别 c n
  gkfs 公开方式 c n
  sjsj 数据时间 t o
  flyj 法律依据 1000 o
  xfzt 修复状态 c o
  yyzt 异议标记 c o
  kxcd 可信程度 c o
`
  .trim()
  .split('\n')
  .map(parse);

export const sections: readonly Section[] = [
  section(
    'basics',
    'DJZC',
    '登记注册基础信息',
    '01',
    'both',
    `
    DJ_MC 名称 200 n
    DJ_TYSHXYDM 统一社会信用代码 18 n
    DJ_LX 主体类型 100 n
    DJ_FDDBR 法定代表人或负责人 100 n
    DJ_ZCZB 注册资本(万元) m n
    DJ_CLRQ 成立日期 d n
    DJ_YXQZ 有效期至 d n
    DJ_JYFW 经营范围或业务范围 4000 n
    DJ_ZS 住所 500 n 2
    DJ_ZT 登记状态 50 n
    DJ_CSRQ 出生日期 d o 2
    DJ_JG 登记机关 200 n
    DJ_JGDM 登记机关统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'license',
    'XZXK',
    '行政许可',
    '03',
    'both',
    `
    XK_XDR_MC 行政相对人名称 200 s
    XK_XDR_LB 行政相对人类别 16 s
    XK_XDR_SHXYM 统一社会信用代码 18 s
    XK_XDR_GSZC 工商注册号 50 s
    XK_XDR_ZZJG 组织机构代码 9 s
    XK_XDR_SWDJ 税务登记号 15 s
    XK_XDR_SYDW 事业单位证书号 12 s
    XK_XDR_SHZZ 社会组织登记证号 50 s
    XK_FRDB 法定代表人 50 s
    XK_FR_ZJLX 法定代表人证件类型 64 s 3
    XK_FR_SFZH 法定代表人证件号码 64 s 3
    XK_XDR_ZJLX 自然人证件类型 c s 2
    XK_XDR_ZJHM 证件号码 64 s 3
    XK_XKWS 行政许可决定文书名称 64 s
    XK_WSH 行政许可决定文书号 64 s
    XK_XKLB 许可类别 256 s
    XK_XKZS 许可证书名称 64 s
    XK_XKBH 许可编号 64 s
    XK_NR 许可内容 4000 s
    XK_JDRQ 许可决定日期 d s
    XK_YXQZ 有效期自 d s
    XK_YXQZI 有效期至 d s
    XK_XKJG 许可机关 200 s
    XK_XKJGDM 许可机关统一社会信用代码 18 s
    XK_ZT 当前状态 1 s
    XK_LYDW 数据来源单位 200 s
    XK_LYDWDM 数据来源单位统一社会信用代码 18 s
    BZ 备注 512 s`,
  ),
  section(
    'penalty',
    'XZCF',
    '行政处罚',
    '03 10',
    'both',
    `
    CF_XDR_MC 行政相对人名称 200 s
    CF_XDR_LB 行政相对人类别 16 s
    CF_XDR_SHXYM 统一社会信用代码 18 s
    CF_XDR_GSZC 工商注册号 50 s
    CF_XDR_ZZJG 组织机构代码 9 s
    CF_XDR_SWDJ 税务登记号 15 s
    CF_XDR_SYDW 事业单位证书号 12 s
    CF_XDR_SHZZ 社会组织登记证号 50 s
    CF_FRDB 法定代表人 50 s
    CF_FR_ZJLX 法定代表人证件类型 64 s 3
    CF_FR_ZJHM 法定代表人证件号码 64 s 3
    CF_XDR_ZJLX 自然人证件类型 c s 2
    CF_XDR_ZJHM 证件号码 64 s 3
    CF_WSH 行政处罚决定书文号 128 s
    CF_WFXW 违法行为类型 2000 s
    CF_SY 违法事实 4000 s
    CF_YJ 处罚依据 2000 s
    CF_CFLB 处罚类别 100 s
    CF_NR 处罚内容 4000 s
    CF_NR_FK 罚款金额(万元) m s
    CF_NR_WFFF 没收违法所得、没收非法财物的金额(万元) m s
    CF_NR_ZKDX 暂扣或吊销证照名称及编号 200 s
    CF_JDRQ 处罚决定日期 d s
    CF_YXQ 处罚有效期 d s
    CF_GSJZQ 公示截止期 d s
    CF_CFJG 处罚机关 200 s
    CF_CFJGDM 处罚机关统一社会信用代码 18 s
    CF_SJLY 数据来源单位 200 s
    CF_SJLYDM 数据来源单位统一社会信用代码 18 s
    BZ 备注 512 s
    CF_SXLB 失信类别 c o
    CF_JYCX 是否简易程序 c o
    CF_LY 处罚领域 50 o`,
  ),
  section(
    'honor',
    'SXRY',
    '诚实守信相关荣誉信息',
    '11',
    'both',
    `
    RY_MC 荣誉名称 200 n
    RY_DJ 荣誉等级 50 n
    RY_SY 认定事由 2000 n
    RY_WSH 认定文号 128 n
    RY_RDRQ 认定日期 d n
    RY_YXQZ 有效期至 d n
    RY_RDDW 认定单位 200 n
    RY_RDDWDM 认定单位统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'serious_list',
    'YZSX',
    '严重失信主体名单信息',
    '06',
    'both',
    `
    MD_MC 名单名称 200 n
    MD_LRSY 列入事由 4000 n
    MD_WSH 列入决定文号 128 n
    MD_LRRQ 列入日期 d n
    MD_YCRQ 移出日期 d n
    MD_YXQZ 列入期限至 d n
    MD_CJCS 惩戒措施 2000 n
    MD_ZT 名单状态 50 n
    MD_LRDW 列入单位 200 n
    MD_LRDWDM 列入单位统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'abnormal',
    'JYYC',
    '经营(活动)异常名录(状态)信息',
    '05',
    'merchant',
    `
    YC_LRSY 列入原因 2000 n
    YC_WSH 列入决定文号 128 n
    YC_LRRQ 列入日期 d n
    YC_YCRQ 移出日期 d n
    YC_YCSY 移出原因 2000 n
    YC_ZT 当前状态 50 n
    YC_LRDW 列入机关 200 n
    YC_LRDWDM 列入机关统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'commitment',
    'XYCN',
    '信用承诺及其履行情况',
    '08',
    'both',
    `
    CN_BM 承诺编码 20 n
    CN_CNRMC 承诺人名称 200 n
    CN_CNRLB 承诺人类别 20 n
    CN_CNRDM 承诺人代码 18 n 3
    CN_LX 承诺类型 20 n
    CN_SY 承诺事由 512 n
    CN_NR 承诺内容 4000 n
    CN_WNZR 违诺责任 4000 n
    CN_ZCRQ 承诺作出日期 d n
    CN_YXQ 承诺有效期 d n
    CN_LXZT 承诺履行状态 20 n
    CN_WLXNR 未履行的承诺内容 4000 n
    CN_ZRZJ 违诺责任追究内容 4000 n
    CN_RDRQ 承诺履行状态认定日期 d n
    CN_RDDW 承诺履行状态认定单位 200 n
    CN_RDDWDM 承诺履行状态认定单位代码 18 n
    CN_SLDW 承诺受理单位 200 n
    CN_SLDWDM 承诺受理单位代码 18 n
    CN_GKLX 公开类型 20 n
    BZ 备注 512 n`,
  ),
  section(
    'evaluation',
    'XYPJ',
    '信用评价信息',
    '09',
    'both',
    `
    PJ_MC 评价名称 200 n
    PJ_JG 评价结果 50 n
    PJ_YJ 评价依据 2000 n
    PJ_RQ 评价日期 d n
    PJ_YXQZ 有效期至 d n
    PJ_DW 评价单位 200 n
    PJ_DWDM 评价单位统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'judicial',
    'SFPJ',
    '司法判决及执行信息',
    '02',
    'both',
    `
    SF_AH 案号 128 n
    SF_LX 信息类型 50 n
    SF_AY 案由 500 n
    SF_NR 裁判或执行内容 4000 n
    SF_JE 标的金额(万元) m n
    SF_RQ 裁判或立案日期 d n
    SF_LXQK 履行情况 50 n
    SF_FY 法院 200 n
    SF_FYDM 法院统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'qualification',
    'ZCZG',
    '职称和职业资格信息',
    '04',
    'person',
    `
    ZG_MC 资格或职称名称 200 n
    ZG_JB 级别 50 n
    ZG_ZY 专业 100 n
    ZG_ZSBH 证书编号 64 n 2
    ZG_QDRQ 取得日期 d n
    ZG_YXQZ 有效期至 d n
    ZG_FZDW 发证单位 200 n
    ZG_FZDWDM 发证单位统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'key_group',
    'ZDRQ',
    '重点人群职业档案',
    '04',
    'person',
    `
    ZD_RQLB 人群类别 50 o
    ZD_ZYZH 执业证号 64 o 2
    ZD_ZYJG 执业机构 200 o
    ZD_ZYZT 执业状态 50 o
    ZD_NDKH 年度考核结果 50 o
    ZD_KHND 考核年度 4 o
    ZD_SCZYRQ 首次执业日期 d o
    ZD_ZGDW 主管单位 200 o
    ZD_ZGDWDM 主管单位统一社会信用代码 18 o
    BZ 备注 512 o`,
  ),
  section(
    'rural',
    'NHDA',
    '农户信用档案',
    '09',
    'person',
    `
    NH_HH 农户编号 64 o 2
    NH_ZZ 所在村组 200 o 2
    NH_ZZMJ 种植面积(亩) 20 o 2
    NH_ZYCP 主要产品 500 o
    NH_PDJG 评定结果 50 o
    NH_PDRQ 评定日期 d o
    NH_YXQZ 有效期至 d o
    NH_PDDW 评定单位 200 o
    NH_PDDWDM 评定单位统一社会信用代码 18 o
    BZ 备注 512 o`,
  ),
  section(
    'role',
    'RZXX',
    '任职情况',
    '01',
    'person',
    `
    RZ_DWMC 任职单位名称 200 o
    RZ_DWDM 任职单位统一社会信用代码 18 o
    RZ_ZW 职务 100 o
    RZ_QSRQ 任职起始日期 d o
    RZ_JSRQ 任职结束日期 d o
    RZ_CZBL 出资比例 20 o 2
    RZ_ZT 任职状态 50 o
    RZ_DJJG 登记机关 200 o
    RZ_DJJGDM 登记机关统一社会信用代码 18 o
    BZ 备注 512 o`,
  ),
  section(
    'admin_act',
    'XZXW',
    '其他行政行为',
    '03',
    'both',
    `
    XW_LB 行为类别 50 n
    XW_SX 事项名称 500 n
    XW_WSH 决定文书号 128 n
    XW_NR 决定内容 4000 n
    XW_JE 金额(万元) m n
    XW_JG 结果 500 n
    XW_JDRQ 决定日期 d n
    XW_YXQZ 有效期至 d n
    XW_JDJG 决定机关 200 n
    XW_JDJGDM 决定机关统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'complaint',
    'XFTS',
    '消费投诉公示',
    '03',
    'merchant',
    `
    TS_BH 投诉编号 64 o
    TS_LB 投诉类别 100 o
    TS_NR 投诉内容 2000 o
    TS_CLJG 处理结果 500 o
    TS_RQ 投诉日期 d o
    TS_BJRQ 办结日期 d o
    TS_CLDW 处理单位 200 o
    TS_CLDWDM 处理单位统一社会信用代码 18 o
    BZ 备注 512 o`,
  ),
  section(
    'tax_credit',
    'NSXY',
    '纳税信用',
    '09',
    'both',
    `
    NS_ND 评价年度 4 n
    NS_JG 评价结果 20 n
    NS_LX 纳税信用类型 50 n
    NS_RQ 评价日期 d n
    NS_DW 评价机关 200 n
    NS_DWDM 评价机关统一社会信用代码 18 n
    BZ 备注 512 n`,
  ),
  section(
    'rectification',
    'ZGXX',
    '约谈与限期整改',
    '03',
    'both',
    `
    YT_LX 类型 50 o
    YT_SY 约谈或整改事由 2000 o
    YT_WSH 通知书文号 128 o
    YT_YQ 整改要求 4000 o
    YT_TZRQ 通知日期 d o
    YT_QXRQ 整改期限 d o
    YT_ZT 整改状态 50 o
    YT_WCRQ 完成日期 d o
    YT_DW 监管单位 200 o
    YT_DWDM 监管单位统一社会信用代码 18 o
    BZ 备注 512 o`,
  ),
  section(
    'voluntary',
    'ZYZC',
    '自愿注册信息',
    '07 10',
    'both',
    `
    ZY_LX 申报类型 50 o
    ZY_MC 申报事项 200 o
    ZY_NR 申报内容 4000 o
    ZY_RQ 申报日期 d o
    ZY_YXQZ 有效期至 d o
    ZY_HSDW 核实单位 200 o
    ZY_HSDWDM 核实单位统一社会信用代码 18 o
    BZ 备注 512 o`,
  ),
  section(
    'other',
    'QTXX',
    '其他信息',
    '10',
    'both',
    `
    QT_LB 信息类别 100 o
    QT_MC 信息名称 200 o
    QT_NR 信息内容 4000 o
    QT_WSH 文书号 128 o
    QT_RQ 发生日期 d o
    QT_YXQZ 有效期至 d o
    QT_DW 提供单位 200 o
    QT_DWDM 提供单位统一社会信用代码 18 o
    BZ 备注 512 o`,
  ),
];

export const sectionByCode = new Map(sections.map(section => [section.code, section]));
