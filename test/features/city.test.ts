import { readdirSync, readFileSync } from 'node:fs';
import { cityFaults, loadCity, zCity } from '../../bff/cities/city';
import { citySchemas } from '../../bff/contract/city/schema';
import { wireCity } from '../../bff/features/city';
import { startTestApp } from '../support/app';
import { peopleOf } from '../support/people';
import { textOf } from './report-sample';

const files = readdirSync('bff/cities').filter(name => name.endsWith('.json'));

describe('city', () => {
  it('serves another city with another file, and nothing of the first is left', async () => {
    const [first, second] = ['qinghe', 'linxi'].map(name => loadCity(`bff/cities/${name}.json`));
    if (!first || !second) throw new Error('two cities');
    const app = await startTestApp({ env: { CITY_FILE: 'bff/cities/linxi.json' } });
    try {
      const { body } = await app.api('city.read');
      expect(body).toMatchObject({
        name: second.name,
        appName: second.appName,
        regionCode: second.regionCode,
        brandRgb: second.brandRgb,
        officeName: second.office.name,
        officePhone: second.office.phone,
        links: second.links,
        reportValidDays: second.report.validDays,
      });

      const people = peopleOf(app);
      const { ok, call } = await people.demo('elder');
      const { subjects } = await ok('identity.read');
      const params = { subjectId: subjects[0]?.subjectId ?? '' };
      const wordings = await Promise.all(
        (['privacy', 'identity', 'face', 'child'] as const).map(kind => ok('consent.readWording', { params: { kind } })),
      );
      const { reportId } = await ok('report.request', {
        params,
        body: { variant: 'full', purpose: 'tender', recipient: null, periodFrom: null, periodTo: null, domains: [], allowNumbers: false },
      });
      const reportParams = { ...params, reportId };
      let report = await ok('report.read', { params: reportParams });
      for (let tries = 0; tries < 400 && report.state === 'making'; tries++) {
        await new Promise(done => setTimeout(done, 50));
        report = await ok('report.read', { params: reportParams });
      }
      const paper = textOf((await call('report.download', { params: reportParams })).bytes);
      const { entries } = await ok('ledger.list', { params });
      expect(report.number).toMatch(new RegExp(`^BG${second.regionCode}-`));
      expect(paper).toContain(second.name);
      expect(JSON.stringify(entries)).toContain(second.appName);

      // What the platform itself says stays its own: the stand-in plays the first city. The city file's words must be gone everywhere.
      const told = [paper, JSON.stringify([body, wordings, report, entries]), await (await fetch(`${app.url}/`)).text()].join('\n');
      for (const words of [first.name, first.appName, first.office.name, first.office.phone, first.office.address])
        expect({ words, left: told.includes(words) }).toEqual({ words, left: false });
    } finally {
      await app.close();
    }
  }, 60_000);
});

describe('city.load', () => {
  it('has more than one city for one build', () => {
    expect([...files].sort()).toEqual(['linxi.json', 'qinghe.json']);
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
