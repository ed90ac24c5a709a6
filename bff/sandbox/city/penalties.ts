import { inWan } from '../units';
import type { AgencyId } from './agencies';
import { counterparty, type Fields, isPerson, type Pen } from './record';
import type { WireRecord } from './types';

interface PenaltyCase {
  readonly agency: AgencyId;
  readonly field: string;
  readonly offence: string;
  readonly facts: string;
  readonly basis: string;
  readonly kind: string;
  readonly content: string;
  readonly fineYuan: number | null;
  readonly confiscatedYuan: number | null;
  readonly simple: boolean;
}

/** One of each class, as R2 describes them. */
export const penaltyCases = {
  minor: {
    agency: 'urban',
    field: '城市管理',
    offence: '占用道路摆放物品',
    facts: '在禾光路人行道摆放货架，影响通行，当场改正。',
    basis: '《青禾市城市市容管理办法（演示）》第十二条',
    kind: '警告',
    content: '警告',
    fineYuan: null,
    confiscatedYuan: null,
    simple: true,
  },
  general: {
    agency: 'market',
    field: '市场监管',
    offence: '发布虚假广告',
    facts: '在店内海报中宣称产品获得并不存在的奖项。',
    basis: '《中华人民共和国广告法》第五十五条',
    kind: '罚款;没收违法所得',
    content: '责令停止发布，罚款 20,000 元，没收违法所得 3,456.78 元。',
    fineYuan: 20_000,
    confiscatedYuan: 3456.78,
    simple: false,
  },
  serious: {
    agency: 'emergency',
    field: '安全生产',
    offence: '未取得许可从事危险化学品经营',
    facts: '在未取得危险化学品经营许可证的情况下储存并销售危险化学品。',
    basis: '《危险化学品安全管理条例》第七十七条',
    kind: '罚款;吊销许可证件',
    content: '罚款 1,250,000 元，吊销安全生产许可证。',
    fineYuan: 1_250_000,
    confiscatedYuan: 0,
    simple: false,
  },
  traffic: {
    agency: 'transport',
    field: '交通运输',
    offence: '未按规定携带营运证',
    facts: '驾驶营运车辆未随车携带道路运输证。',
    basis: '《道路运输从业人员管理规定》第四十七条',
    kind: '罚款',
    content: '罚款 200 元。',
    fineYuan: 200,
    confiscatedYuan: null,
    simple: true,
  },
  fire: {
    agency: 'fire',
    field: '消防',
    offence: '消防设施未保持完好有效',
    facts: '室内消火栓无水，疏散指示标志损坏。',
    basis: '《中华人民共和国消防法》第六十条',
    kind: '罚款',
    content: '罚款 8,000 元。',
    fineYuan: 8000,
    confiscatedYuan: null,
    simple: false,
  },
} as const satisfies Record<string, PenaltyCase>;

/** `classCode` null: the source gave no class. */
export const writePenalty = (
  pen: Pen,
  what: keyof typeof penaltyCases,
  decidedOn: string,
  classCode: '1' | '2' | '3' | null,
  more: Fields = {},
): WireRecord => {
  const { agency, field, offence, facts, basis, kind, content, fineYuan, confiscatedYuan, simple } = penaltyCases[what];
  const { name, code } = pen.agency(agency);
  return pen.write('XZCF', '03', {
    flyj: basis,
    ...counterparty('CF', pen.subject),
    ...(isPerson(pen.subject) ? {} : { CF_FRDB: null }),
    CF_WSH: `青${field.slice(0, 1)}罚（演）字〔${decidedOn.slice(0, 4)}〕第 ${pen.random.digits(4)} 号`,
    CF_WFXW: offence,
    CF_SY: facts,
    CF_YJ: basis,
    CF_CFLB: kind,
    CF_NR: content,
    CF_NR_FK: fineYuan === null ? null : inWan(fineYuan),
    CF_NR_WFFF: confiscatedYuan === null ? null : inWan(confiscatedYuan),
    CF_NR_ZKDX: kind.includes('吊销') ? '安全生产许可证（演）FM-0001' : null,
    CF_JDRQ: decidedOn,
    CF_YXQ: null,
    CF_GSJZQ: null,
    CF_CFJG: name,
    CF_CFJGDM: code,
    CF_SJLY: name,
    CF_SJLYDM: code,
    BZ: null,
    CF_SXLB: classCode,
    CF_JYCX: simple ? '1' : '0',
    CF_LY: field,
    ...more,
  });
};
