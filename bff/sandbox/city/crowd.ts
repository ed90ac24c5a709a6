import type { Random } from '../random';

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const given = [...'春夏秋冬山川河海晨曦暮雪晴岚松柏竹梅兰菊云月星辰安宁康乐书画琴棋文武仁义礼智信和平'];
const trades = ['商贸', '餐饮管理', '物流', '建筑工程', '科技', '文化传媒', '装饰', '农业发展'];

export const crowdName = (random: Random): string =>
  `演示·${random.pick(surnames)}${random.pick(given)}${random.chance(0.6) ? random.pick(given) : ''}`;

/** The five kinds of merchants in the shares of a small city. */
export const crowdOrgKind = (random: Random): '1' | '2' | '3' | '4' | '5' => {
  const draw = random.next();
  if (draw < 0.45) return '1';
  if (draw < 0.75) return '2';
  if (draw < 0.85) return '3';
  return draw < 0.93 ? '4' : '5';
};

const endings = { '1': '有限公司', '2': '商行', '3': '种植专业合作社', '4': '协会', '5': '服务中心' } as const;

export const crowdMerchantName = (random: Random, kind: keyof typeof endings, n: number): string =>
  `青禾演示${String(n).padStart(3, '0')}号${kind === '1' ? random.pick(trades) : ''}${endings[kind]}（虚构）`;

/** Mostly resident IDs; now and then each other document. */
export const crowdDocumentType = (random: Random): string => (random.chance(0.94) ? '01' : random.pick(['02', '03', '04', '05', '06']));
