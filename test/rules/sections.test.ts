import { sectionIds } from '../../bff/contract/atoms';
import type { CreditRecord } from '../../bff/platform/ports';
import { isKnownCategory, nationalCatalogue } from '../../bff/policy/catalogue';
import { effectOf } from '../../bff/policy/effect-of';
import { repairPapers } from '../../bff/policy/repair';
import { sectionPolicies, sectionPolicy, sectionsOf } from '../../bff/policy/sections';

const record = (change: Partial<CreditRecord>): CreditRecord => ({
  id: 'r1',
  sectionId: 'penalty',
  category: '03',
  title: '演示',
  agencyName: null,
  agencyCode: null,
  documentNo: null,
  decidedOn: null,
  validUntil: null,
  asOf: null,
  disclosure: 'public',
  legalBasis: null,
  facts: [],
  penalty: null,
  repairState: null,
  underObjection: null,
  viaRole: null,
  trust: 'agency_verified',
  ...change,
});
const fact = (key: string, value: string) => [{ key, label: key, value, disclosure: 'public' as const }];

describe('policy.sections', () => {
  it('has a policy for every section of the contract and no other', () => {
    expect(sectionPolicies.map(({ sectionId }) => sectionId).sort()).toEqual([...sectionIds].sort());
  });
  it('gives a person no merchant section and the other way round', () => {
    expect(sectionsOf('person', null)).toEqual(expect.arrayContaining(['role', 'rural', 'key_group', 'penalty']));
    expect(sectionsOf('person', null)).not.toContain('abnormal');
    expect(sectionsOf('merchant', 'enterprise')).toEqual(expect.arrayContaining(['abnormal', 'complaint', 'penalty']));
    expect(sectionsOf('merchant', 'enterprise')).not.toContain('role');
  });
  it('asks for exactly the two repair papers at a penalty and says that it is free', () => {
    expect(sectionPolicy('penalty').papers).toEqual(repairPapers);
    expect(sectionPolicy('penalty').steps.join('')).toMatch(/免费.*不用找代办/);
  });
  it('never writes the other word for a credit bureau', () => {
    expect(JSON.stringify(sectionPolicies)).not.toContain('征信');
  });
});

describe('policy.effectOf', () => {
  it.each([
    [{}, 'harm'],
    [{ repairState: 'repaired' }, 'neutral'],
    [{ sectionId: 'honor' }, 'help'],
    [{ sectionId: 'commitment', facts: fact('fulfilment', '全部履行') }, 'help'],
    [{ sectionId: 'commitment', facts: fact('fulfilment', '全部未履行') }, 'harm'],
    [{ sectionId: 'commitment', facts: fact('fulfilment', '部分履行') }, 'harm'],
    [{ sectionId: 'commitment' }, 'neutral'],
    [{ sectionId: 'judicial', facts: fact('state', '全部未履行') }, 'harm'],
    [{ sectionId: 'judicial', facts: fact('state', '履行完毕') }, 'neutral'],
    [{ sectionId: 'voluntary', trust: 'self_declared' }, 'neutral'],
    [{ sectionId: 'voluntary', trust: 'agency_verified' }, 'help'],
    [{ sectionId: 'rectification', facts: fact('state', '未完成') }, 'harm'],
    [{ sectionId: 'rectification', facts: fact('state', '已完成') }, 'neutral'],
    [{ sectionId: 'serious_list', facts: fact('state', '已移出') }, 'neutral'],
    [{ sectionId: 'key_group', facts: fact('assessment', '不合格') }, 'harm'],
    [{ sectionId: 'key_group', facts: fact('assessment', '称职') }, 'help'],
    [{ sectionId: 'admin_act', facts: fact('result', '发现问题') }, 'harm'],
    [{ sectionId: 'admin_act', facts: fact('result', '未发现问题') }, 'neutral'],
    [{ sectionId: 'admin_act', facts: fact('result', '没有发现不合格项') }, 'neutral'],
    [{ sectionId: 'admin_act', facts: fact('result', '上次未发现问题，这次发现问题') }, 'harm'],
    [{ sectionId: 'serious_list', facts: fact('state', '未移出') }, 'harm'],
    [{ sectionId: 'license', facts: fact('state', '未被吊销') }, 'neutral'],
    [{ sectionId: 'rectification', facts: fact('state', '不合格') }, 'harm'],
    [{ sectionId: 'rural', facts: fact('grade', '非信用户') }, 'neutral'],
  ] as const)('reads %j as %s', (change, effect) => {
    expect(effectOf(record(change as Partial<CreditRecord>)).effect).toBe(effect);
  });
});

describe('policy.catalogue', () => {
  it('knows eleven kinds and nothing else', () => {
    expect(nationalCatalogue.kinds).toHaveLength(11);
    expect(isKnownCategory('03')).toBe(true);
    for (const unknown of [null, '', '00', '12', '3', '99']) expect(isKnownCategory(unknown)).toBe(false);
  });
});
