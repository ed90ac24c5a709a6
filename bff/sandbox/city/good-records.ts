import { addDays, addYears } from '../units';
import type { AgencyId } from './agencies';
import { counterparty, type Fields, isMerchant, nameOf, type Pen } from './record';
import type { WireRecord } from './types';

export const writeLicense = (pen: Pen, days: number, more: Fields = {}): WireRecord => {
  const on = pen.ago(days);
  const until = addYears(on, 5);
  const { name, code } = pen.agency('approval');
  const what = isMerchant(pen.subject)
    ? pen.random.pick(['食品经营许可', '公共场所卫生许可', '道路货物运输经营许可', '户外广告设置许可'])
    : pen.random.pick(['经营性道路旅客运输驾驶员从业资格许可', '健身气功站点设立许可', '特种作业操作资格认定']);
  const number = `JY99${on.slice(0, 4)}${pen.random.digits(6)}`;
  return pen.write('XZXK', '03', {
    flyj: '《中华人民共和国行政许可法》第三十八条',
    ...counterparty('XK', pen.subject),
    XK_XKWS: `${what}决定书`,
    XK_WSH: `青审批（演）许字〔${on.slice(0, 4)}〕${pen.random.digits(4)} 号`,
    XK_XKLB: '普通',
    XK_XKZS: `${what}证`,
    XK_XKBH: number,
    XK_NR: `准予${what}。`,
    XK_JDRQ: on,
    XK_YXQZ: on,
    XK_YXQZI: until,
    XK_XKJG: name,
    XK_XKJGDM: code,
    XK_ZT: '0',
    XK_LYDW: name,
    XK_LYDWDM: code,
    BZ: null,
    ...more,
  });
};

export const writeHonor = (pen: Pen, days: number, more: Fields = {}): WireRecord => {
  const on = pen.ago(days);
  const { name, code } = pen.agency('credit');
  const what = isMerchant(pen.subject)
    ? pen.random.pick(['诚信示范店', '守合同重信用企业', '诚信兴商典型'])
    : pen.random.pick(['诚信市民', '优秀志愿者', '无偿献血奉献奖']);
  return pen.write('SXRY', '11', {
    RY_MC: what,
    RY_DJ: '市级',
    RY_SY: '经推荐、公示，无异议。',
    RY_WSH: `青信（演）〔${on.slice(0, 4)}〕${pen.random.digits(2)} 号`,
    RY_RDRQ: on,
    RY_YXQZ: addYears(on, 3),
    RY_RDDW: name,
    RY_RDDWDM: code,
    BZ: null,
    ...more,
  });
};

export const writeCommitment = (pen: Pen, days: number, more: Fields = {}): WireRecord => {
  const on = pen.ago(days);
  const { name, code } = pen.agency('approval');
  const done = days > 200;
  return pen.write('XYCN', '08', {
    CN_BM: `990100${on.replaceAll('-', '')}${pen.random.digits(6)}`,
    CN_CNRMC: nameOf(pen.subject),
    CN_CNRLB: isMerchant(pen.subject) ? (pen.subject.orgKind === '2' ? '个体工商户' : '法人及非法人组织') : '自然人',
    CN_CNRDM: isMerchant(pen.subject) ? pen.subject.code : null,
    CN_LX: pen.random.pick(['审批替代型', '容缺受理型', '证明事项型', '主动型']),
    CN_SY: '办理许可时以承诺代替部分材料',
    CN_NR: '所填内容真实，所缺材料在三十日内补齐。',
    CN_WNZR: '违背承诺的，撤销许可决定并记入信用记录。',
    CN_ZCRQ: on,
    CN_YXQ: addDays(on, 180),
    CN_LXZT: done ? '全部履行' : null,
    CN_WLXNR: null,
    CN_ZRZJ: null,
    CN_RDRQ: done ? addDays(on, 181) : null,
    CN_RDDW: done ? name : null,
    CN_RDDWDM: done ? code : null,
    CN_SLDW: name,
    CN_SLDWDM: code,
    CN_GKLX: '可向社会公开',
    BZ: null,
    ...more,
  });
};

export const writeEvaluation = (pen: Pen, days: number, grade: string): WireRecord => {
  const { name, code } = pen.agency('market');
  const on = pen.ago(days);
  return pen.write('XYPJ', '09', {
    gkfs: '2',
    PJ_MC: '市场主体信用风险分类',
    PJ_JG: grade,
    PJ_YJ: '《青禾市信用评价办法（演示）》',
    PJ_RQ: on,
    PJ_YXQZ: addYears(on, 1),
    PJ_DW: name,
    PJ_DWDM: code,
    BZ: null,
  });
};

export const writeQualification = (pen: Pen, days: number, what = '中级会计师'): WireRecord => {
  const { name, code } = pen.agency('labour');
  return pen.write('ZCZG', '04', {
    gkfs: '2',
    ZG_MC: what,
    ZG_JB: '中级',
    ZG_ZY: '会计',
    ZG_ZSBH: `99${pen.random.digits(10)}`,
    ZG_QDRQ: pen.ago(days),
    ZG_YXQZ: null,
    ZG_FZDW: name,
    ZG_FZDWDM: code,
    BZ: null,
  });
};

export const writeTaxCredit = (pen: Pen, grade: string): WireRecord => {
  const { name, code } = pen.agency('tax');
  const year = String(Number(pen.today.slice(0, 4)) - 1);
  return pen.write('NSXY', '09', {
    gkfs: isMerchant(pen.subject) ? '1' : '2',
    NS_ND: year,
    NS_JG: grade,
    NS_LX: isMerchant(pen.subject) ? '企业纳税信用' : '个人所得税纳税信用',
    NS_RQ: `${Number(year) + 1}-04-20`,
    NS_DW: name,
    NS_DWDM: code,
    BZ: null,
  });
};

/** `trust`: 1 checked by an agency, 2 papers checked, 3 own word. */
export const writeVoluntary = (pen: Pen, days: number, trust: '1' | '2' | '3'): WireRecord => {
  const { name, code } = pen.agency('credit');
  const on = pen.ago(days);
  return pen.write('ZYZC', '07', {
    gkfs: '2',
    kxcd: trust,
    ZY_LX: pen.random.pick(['合同履约', '社会公益', '资质证照']),
    ZY_MC: pen.random.pick(['按期完成供货合同', '捐赠图书三百册', '参加社区志愿服务']),
    ZY_NR: '申报人自行填写，承诺真实。',
    ZY_RQ: on,
    ZY_YXQZ: addYears(on, 2),
    ZY_HSDW: trust === '3' ? null : name,
    ZY_HSDWDM: trust === '3' ? null : code,
    BZ: null,
  });
};

/** An agency of no special meaning, for records of the crowd. */
export const anyAgency = (pen: Pen): AgencyId =>
  pen.random.pick(['ecology', 'transport', 'housing', 'health', 'culture', 'resources', 'labour'] as const);
