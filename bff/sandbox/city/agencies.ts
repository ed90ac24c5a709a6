import { unifiedCode } from '../check-digits';
import type { Agency } from './types';

export const region = '990100';

const hours = '周一至周五 9:00–12:00，13:30–17:00（演示）';
const office = (floor: number, window: number): string => `青禾市禾光路 8 号政务服务中心 ${floor} 楼 ${window} 号窗口（演示）`;

const names = {
  market: '青禾市市场监督管理局',
  approval: '青禾市行政审批局',
  tax: '国家税务总局青禾市税务局',
  court: '青禾市中级人民法院',
  justice: '青禾市司法局',
  labour: '青禾市人力资源和社会保障局',
  emergency: '青禾市应急管理局',
  fire: '青禾市消防救援支队',
  ecology: '青禾市生态环境局',
  transport: '青禾市交通运输局',
  housing: '青禾市住房和城乡建设局',
  urban: '青禾市城市管理局',
  health: '青禾市卫生健康委员会',
  culture: '青禾市文化广电和旅游局',
  agriculture: '青禾市农业农村局',
  civil: '青禾市民政局',
  police: '青禾市公安局',
  credit: '青禾市社会信用体系建设办公室',
  institution: '青禾市事业单位登记管理局',
  resources: '青禾市自然资源和规划局',
} as const;

export type AgencyId = keyof typeof names | 'silent' | 'unlisted';

const listed = Object.entries(names).map(([id, name], i): [AgencyId, Agency] => [
  id as AgencyId,
  {
    code: unifiedCode('11', region, `9900${String(i + 1).padStart(4, '0')}`),
    name,
    phone: `0999-88${String(1001 + i * 37)}`,
    office: office(1 + (i % 3), i + 1),
    hours,
    listed: true,
  },
]);

/** One whose entry has nothing but a name, and one the directory does not know. */
export const agencies: Readonly<Record<AgencyId, Agency>> = {
  ...(Object.fromEntries(listed) as Record<keyof typeof names, Agency>),
  silent: {
    code: unifiedCode('11', region, '99008001'),
    name: '青禾市开发区管理委员会',
    phone: null,
    office: null,
    hours: null,
    listed: true,
  },
  unlisted: {
    code: unifiedCode('11', region, '99008002'),
    name: '青禾市原质量技术监督局',
    phone: null,
    office: null,
    hours: null,
    listed: false,
  },
};
