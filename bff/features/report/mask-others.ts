import { maskIdNumber, maskName, maskPhone } from '../../lib/mask';

/** Eighteen digits with a birth day at 7–14: a person's number, not an all-digit unified code. */
const personNumber = /(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g;
const phone = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

/** Labels under which sources name other people. The legal representative of a merchant is public and stays. */
const othersLabel = /(申请执行人|原告|被告|被害人|投诉人|举报人|联系人|监护人|配偶|家庭成员|户主|担保人|共同)/;

/** Numbers and phones of persons in any text of a record: a report is handed on, its reader needs none of them. */
export const maskNumbers = (text: string): string => text.replace(personNumber, maskIdNumber).replace(phone, maskPhone);

/** A fact's value as it may stand in a report. `own` is the subject's name, which stays. */
export const maskFact = (label: string, value: string, own: string): string => {
  if (!othersLabel.test(label)) return maskNumbers(value);
  return value
    .split(/([、，,；; ]+)/)
    .map((part, at) => (at % 2 === 1 || part === own || part === '' ? part : maskName(part)))
    .join('');
};
