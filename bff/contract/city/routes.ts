import type { RouteTable } from '../route';

export const cityRoutes = {
  'city.read': { method: 'GET', path: '/city', audience: 'public', load: 'light', summary: '城市文件：名称、品牌色、电话、报告用途与领域' },
} as const satisfies RouteTable;
