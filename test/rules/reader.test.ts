import { readerOf } from '../../bff/policy/reader';

describe('reader.readerOf', () => {
  it('counts an agent’s reads as somebody else’s: the merchant wants to see each of them', () => {
    expect(readerOf({ role: 'agent' }, 'h5', '城信')).toEqual({ who: '经办人', system: '城信网页', own: false });
  });

  it.each([
    ['self', '本人'],
    ['guardian', '监护人'],
    ['legal_representative', '法定代表人'],
  ] as const)('counts those of %s as the subject’s own', (role, who) => {
    expect(readerOf({ role }, 'weapp', '城信')).toEqual({ who, system: '城信小程序', own: true });
  });
});
