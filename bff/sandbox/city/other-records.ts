import { addDays, addYears, inWan } from '../units';
import { anyAgency } from './good-records';
import { type Fields, isMerchant, nameOf, type Pen } from './record';
import type { Merchant, WireRecord } from './types';

const orgKinds = { '1': '有限责任公司', '2': '个体工商户', '3': '农民专业合作社', '4': '社会团体', '5': '事业单位法人' } as const;
const registrars = { '1': 'market', '2': 'market', '3': 'market', '4': 'civil', '5': 'institution' } as const;

export const writeBasics = (pen: Pen, headName: string | null = null): WireRecord => {
  const { subject } = pen;
  if (subject.kind === 'person') {
    const { name, code } = pen.agency('police');
    return pen.write('DJZC', '01', {
      gkfs: '2',
      DJ_MC: nameOf(subject),
      DJ_LX: '自然人',
      DJ_CSRQ: subject.born,
      DJ_ZS: '青禾市（演示地址）',
      DJ_ZT: '正常',
      DJ_JG: name,
      DJ_JGDM: code,
      BZ: null,
    });
  }
  const { name, code } = pen.agency(registrars[subject.orgKind]);
  const since = pen.ago(400 + pen.random.below(4000));
  return pen.write('DJZC', '01', {
    flyj: '《中华人民共和国市场主体登记管理条例》',
    DJ_MC: subject.name,
    DJ_TYSHXYDM: subject.code,
    DJ_LX: orgKinds[subject.orgKind],
    DJ_FDDBR: headName,
    DJ_ZCZB: inWan((1 + pen.random.below(200)) * 50_000),
    DJ_CLRQ: since,
    DJ_YXQZ: null,
    DJ_JYFW: '日用百货销售；预包装食品销售；会议及展览服务（演示）。',
    DJ_ZS: `青禾市演示街道 ${1 + pen.random.below(200)} 号`,
    DJ_ZT: '存续',
    DJ_JG: name,
    DJ_JGDM: code,
    BZ: null,
  });
};

export const writeSeriousList = (pen: Pen, days: number, more: Fields = {}): WireRecord => {
  const { name, code } = pen.agency('market');
  const on = pen.ago(days);
  return pen.write('YZSX', '06', {
    flyj: '《市场监督管理严重违法失信名单管理办法》',
    MD_MC: '市场监督管理严重违法失信名单',
    MD_LRSY: '因严重违反食品安全规定受到较重行政处罚。',
    MD_WSH: `青市监严（演）〔${on.slice(0, 4)}〕${pen.random.digits(3)} 号`,
    MD_LRRQ: on,
    MD_YCRQ: null,
    MD_YXQZ: addYears(on, 3),
    MD_CJCS: '依法依规列为重点监管对象；限制享受优惠政策。',
    MD_ZT: '在列',
    MD_LRDW: name,
    MD_LRDWDM: code,
    BZ: null,
    ...more,
  });
};

export const writeAbnormal = (pen: Pen, days: number): WireRecord => {
  const { name, code } = pen.agency('market');
  const on = pen.ago(days);
  const left = days > 300;
  return pen.write('JYYC', '05', {
    YC_LRSY: '未按规定期限公示年度报告',
    YC_WSH: `青市监异（演）〔${on.slice(0, 4)}〕${pen.random.digits(4)} 号`,
    YC_LRRQ: on,
    YC_YCRQ: left ? addDays(on, 120) : null,
    YC_YCSY: left ? '已补报年度报告' : null,
    YC_ZT: left ? '已移出' : '在列',
    YC_LRDW: name,
    YC_LRDWDM: code,
    BZ: null,
  });
};

export const writeJudicial = (pen: Pen, days: number, more: Fields = {}): WireRecord => {
  const { name, code } = pen.agency('court');
  const on = pen.ago(days);
  return pen.write('SFPJ', '02', {
    SF_AH: `（${on.slice(0, 4)}）演 9901 民初 ${pen.random.digits(4)} 号`,
    SF_LX: '民事裁判',
    SF_AY: '买卖合同纠纷',
    SF_NR: '被告于判决生效之日起十日内支付货款。',
    SF_JE: inWan(10_000 + pen.random.below(500_000)),
    SF_RQ: on,
    SF_LXQK: days > 400 ? '履行完毕' : '全部未履行',
    SF_FY: name,
    SF_FYDM: code,
    BZ: null,
    ...more,
  });
};

export const writeKeyGroup = (pen: Pen, group: string, agencyId: 'justice' | 'health' | 'culture', office: string): WireRecord => {
  const { name, code } = pen.agency(agencyId);
  return pen.write('ZDRQ', '04', {
    gkfs: '2',
    ZD_RQLB: group,
    ZD_ZYZH: `99901${pen.random.digits(12)}`,
    ZD_ZYJG: office,
    ZD_ZYZT: '正常执业',
    ZD_NDKH: '称职',
    ZD_KHND: String(Number(pen.today.slice(0, 4)) - 1),
    ZD_SCZYRQ: pen.ago(3650),
    ZD_ZGDW: name,
    ZD_ZGDWDM: code,
    BZ: null,
  });
};

export const writeRural = (pen: Pen): WireRecord => {
  const { name, code } = pen.agency('agriculture');
  const on = pen.ago(100);
  return pen.write('NHDA', '09', {
    gkfs: '2',
    NH_HH: `NH99${pen.random.digits(8)}`,
    NH_ZZ: '青禾市演示镇清溪村三组',
    NH_ZZMJ: `${8 + pen.random.below(40)}.5`,
    NH_ZYCP: '水稻、油菜、柑橘',
    NH_PDJG: '信用户',
    NH_PDRQ: on,
    NH_YXQZ: addYears(on, 2),
    NH_PDDW: name,
    NH_PDDWDM: code,
    BZ: null,
  });
};

export const writeRole = (pen: Pen, org: Merchant, office: string, days: number, until: string | null = null): WireRecord => {
  const { name, code } = pen.agency(registrars[org.orgKind]);
  return pen.write('RZXX', '01', {
    RZ_DWMC: org.name,
    RZ_DWDM: org.code,
    RZ_ZW: office,
    RZ_QSRQ: pen.ago(days),
    RZ_JSRQ: until,
    RZ_CZBL: office === '监事' ? null : `${10 + pen.random.below(80)}%`,
    RZ_ZT: until ? '已离任' : '在任',
    RZ_DJJG: name,
    RZ_DJJGDM: code,
    BZ: null,
  });
};

export const writeAdminAct = (pen: Pen, days: number, kind: string, more: Fields = {}): WireRecord => {
  const { name, code } = pen.agency(anyAgency(pen));
  const on = pen.ago(days);
  return pen.write('XZXW', '03', {
    XW_LB: kind,
    XW_SX: `${kind}事项（演示）`,
    XW_WSH: `青行（演）〔${on.slice(0, 4)}〕${pen.random.digits(4)} 号`,
    XW_NR: '依法作出，已送达当事人。',
    XW_JE: /给付|补偿|奖励|征收/.test(kind) ? inWan(500 + pen.random.below(20_000)) : null,
    XW_JG: kind === '行政监督检查' ? '未发现问题' : '已执行',
    XW_JDRQ: on,
    XW_YXQZ: null,
    XW_JDJG: name,
    XW_JDJGDM: code,
    BZ: null,
    ...more,
  });
};

export const writeComplaint = (pen: Pen, days: number): WireRecord => {
  const { name, code } = pen.agency('market');
  const on = pen.ago(days);
  return pen.write('XFTS', '03', {
    TS_BH: `TS99${pen.random.digits(10)}`,
    TS_LB: '售后服务',
    TS_NR: '商家未按约定时间退换商品。',
    TS_CLJG: pen.random.pick(['已解决，双方达成和解', '调解未达成一致']),
    TS_RQ: on,
    TS_BJRQ: addDays(on, 7),
    TS_CLDW: name,
    TS_CLDWDM: code,
    BZ: null,
  });
};

export const writeRectification = (pen: Pen, days: number, more: Fields = {}): WireRecord => {
  const { name, code } = pen.agency(isMerchant(pen.subject) ? 'fire' : 'urban');
  const on = pen.ago(days);
  return pen.write('ZGXX', '03', {
    YT_LX: '限期整改',
    YT_SY: '检查发现消防通道堆放物品',
    YT_WSH: `青整（演）〔${on.slice(0, 4)}〕${pen.random.digits(3)} 号`,
    YT_YQ: '清理消防通道，恢复畅通，提交照片。',
    YT_TZRQ: on,
    YT_QXRQ: addDays(on, 30),
    YT_ZT: days > 60 ? '已完成' : '未完成',
    YT_WCRQ: days > 60 ? addDays(on, 20) : null,
    YT_DW: name,
    YT_DWDM: code,
    BZ: null,
    ...more,
  });
};

export const writeOther = (pen: Pen, days: number, category = '10'): WireRecord => {
  const { name, code } = pen.agency(anyAgency(pen));
  const on = pen.ago(days);
  return pen.write('QTXX', category, {
    gkfs: '2',
    QT_LB: '遵守法律法规情况',
    QT_MC: '年度守法情况记录',
    QT_NR: '在监督检查中未发现违法情形。',
    QT_WSH: `青记（演）〔${on.slice(0, 4)}〕${pen.random.digits(3)} 号`,
    QT_RQ: on,
    QT_YXQZ: null,
    QT_DW: name,
    QT_DWDM: code,
    BZ: null,
  });
};
