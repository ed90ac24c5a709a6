import type { Random } from '../random';
import { addDays } from '../units';
import { agencies } from './agencies';
import type { Subject, Usage } from './types';

const readers = [
  {
    receiverCode: agencies.approval.code,
    receiverName: agencies.approval.name,
    receiverSystem: '政务服务一网通办',
    action: '办理许可前核查',
  },
  { receiverCode: agencies.market.code, receiverName: agencies.market.name, receiverSystem: '双随机监管系统', action: '监管抽查' },
  { receiverCode: agencies.labour.code, receiverName: agencies.labour.name, receiverSystem: '就业补贴系统', action: '补贴资格核查' },
  { receiverCode: agencies.credit.code, receiverSystem: '信用联合奖惩系统', action: '信用核查' },
];

/** Who used this subject's data in the last year; the last reader came without a name. */
export const makeUsage = (subject: Subject, random: Random, today: string): Usage[] =>
  Array.from({ length: subject.key ? 3 + random.below(3) : random.below(3) }, (_, i) => ({ day: 3 + random.below(300), i }))
    .sort((a, b) => a.day - b.day)
    .map(({ day, i }) => ({
      id: `U${subject.ztbs.slice(1, 13)}${i}`,
      logtime: `${addDays(today, -day)} 1${random.below(8)}:${10 + random.below(50)}:00`,
      ...random.pick(readers),
    }));
