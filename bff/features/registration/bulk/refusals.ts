/** Why a file is refused as a whole, each a sentence with what to do next. Rows keep the word, so that a sentence can get better. */
export const refusals = {
  no_sheet: '这不是 xlsx 表格，或者没有存完整。请用下载的登记表填写，存成 xlsx 再传。',
  encrypted: '这张表加了密码，打不开。请去掉密码，另存一份再传。',
  too_large: '这张表展开后太大。请只留登记表这一页，分成几张再传。',
  too_heavy: '这张表太复杂，没能在限定的时间里看完。请分成几张再传。',
  other_sheet: '这不是这一类的登记表，或者表是旧的。请重新下载登记表，把内容抄过去再传。',
  no_rows: '表里没有要登记的内容。请从第 5 行开始填，每行一条，存好再传。',
  too_many_rows: '这张表的行数太多，最多 10000 行。请分成几张再传。',
} as const;

export type Refusal = keyof typeof refusals;

export const isRefusal = (word: unknown): word is Refusal => typeof word === 'string' && Object.hasOwn(refusals, word);

/** In the worker: ends the look at a file. */
export class RefusedSheet extends Error {
  constructor(readonly word: Refusal) {
    super(word);
  }
}
