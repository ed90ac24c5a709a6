import { readdirSync, readFileSync } from 'node:fs';
import { cityFaults, loadCity, zCity } from '../../bff/cities/city';
import { citySchemas } from '../../bff/contract/city/schema';
import { wireCity } from '../../bff/features/city';

const files = readdirSync('bff/cities').filter(name => name.endsWith('.json'));

describe('city.load', () => {
  it('has more than one city for one build', () => {
    expect(files.sort()).toEqual(['linxi.json', 'qinghe.json']);
    const [linxi, qinghe] = files.map(name => loadCity(`bff/cities/${name}`));
    expect(linxi?.name).not.toBe(qinghe?.name);
    expect(linxi?.brandRgb).not.toBe(qinghe?.brandRgb);
  });

  it.each(files)('%s is whole and says that it is no real place', name => {
    const city = loadCity(`bff/cities/${name}`);
    expect(city.demo).toBe(true);
    expect(city.regionCode).toMatch(/^99/);
    expect(city.report.domains.length).toBeGreaterThanOrEqual(30);
    expect(new Set(city.report.domains.map(({ covered }) => covered))).toEqual(new Set([true, false]));
    const reply = citySchemas['city.read'].reply.parse(wireCity({ city }).handlers['city.read']({} as never));
    expect(reply.disclaimer).toBe('这里展示公共信用信息，不是征信服务。');
    for (const word of ['征信']) expect(readFileSync(`bff/cities/${name}`, 'utf8').split(word)).toHaveLength(2);
  });

  it('names every fault at once', () => {
    const raw = JSON.parse(readFileSync('bff/cities/qinghe.json', 'utf8'));
    expect(cityFaults({ ...raw, regionCode: '99', brandRgb: 'green' })).toHaveLength(2);
    raw.report.domains.push(raw.report.domains[0]);
    raw.consents.face.push(raw.consents.face[0]);
    expect(cityFaults(raw)).toEqual([`/report/domains ${raw.report.domains[0].code} 重复`, '/consents/face 2026-11-01 重复']);
    expect(() => loadCity('bff/cities/none.json')).toThrow('城市文件 bff/cities/none.json 读不出来');
    expect(zCity.safeParse({}).error?.issues.length).toBeGreaterThan(10);
  });
});
