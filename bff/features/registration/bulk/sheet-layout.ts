import type { FieldPolicy, KindPolicy } from '../../../policy/registration/kinds';

/** A sheet: row 1 says which form it is, row 2 the columns, row 3 hints, row 4 an example; entries from row 5, one a row. */
export const titleRow = 1;
export const headerRow = 2;
export const hintRow = 3;
export const firstRow = 5;

export const sheetName = '登记表';
/** Column A marks the rows that are no entries; merchants may number theirs in it. */
export const markLabel = '序号';
export const hintMark = '说明';
export const exampleMark = '示例，交之前删去这一行';
export const papersKey = 'papers';
export const papersLabel = '材料文件名';
/** The last column of a sheet that came back. */
export const faultsLabel = '哪里不对';

const must = '（必填）';

/** What a field is called above its column; amounts are typed in yuan. */
export const headerOf = ({ label, input, required }: FieldPolicy): string => {
  const unit = input === 'amount' ? '（元）' : '';
  return `${label}${unit}${required ? must : ''}`;
};

const how: Readonly<Record<FieldPolicy['input'], string>> = {
  line: '',
  text: '',
  day: '写成 2026-06-30 这样',
  amount: '只写数字，单位是元',
  count: '只写整数',
  org_code: '18 位',
  choice: '点单元格右边的箭头选一个',
};

export const hintOf = (field: FieldPolicy): string =>
  [field.hint, how[field.input], field.most === null ? '' : `最多 ${field.most} 字`].filter(part => part).join('；');

export const papersHintOf = ({ attachments: { least, what } }: KindPolicy): string =>
  `${least === 0 ? '可以不填。' : ''}先在本应用里把材料传上来，再照抄文件名；几个之间用分号隔开。${what}${
    least > 0 ? '。档案里查得到的许可不用附' : ''
  }`;

export const titleOfSheet = ({ title, version }: Pick<KindPolicy, 'title' | 'version'>): string => `自愿登记 ${title} ${version} 版`;

/** A header as people may have left it: blanks, brackets of either width and the remarks in them do not count. */
export const plainHeader = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\((必填|元)\)|[\s*]/g, '')
    .trim();

/** Columns by the place of their header, from 1; null: one of the fields has none. */
export const columnsOf = (kind: KindPolicy, headers: ReadonlyMap<number, string>): ReadonlyMap<string, number> | null => {
  const wanted = new Map([...kind.fields.map(({ key, label }) => [plainHeader(label), key] as const), [papersLabel, papersKey] as const]);
  const found = new Map<string, number>();
  for (const [place, text] of headers) {
    const key = wanted.get(plainHeader(text));
    if (key !== undefined && !found.has(key)) found.set(key, place);
  }
  return kind.fields.every(({ key }) => found.has(key)) ? found : null;
};
