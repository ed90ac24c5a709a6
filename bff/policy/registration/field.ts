import type { FieldPolicy } from './kind-shape';

type More = Partial<Pick<FieldPolicy, 'hint' | 'required' | 'disclosure'>>;

const make = (key: string, label: string, input: FieldPolicy['input'], most: number | null, more: More): FieldPolicy => ({
  key,
  label,
  input,
  most,
  hint: null,
  required: true,
  disclosure: 'public',
  choices: [],
  ...more,
});

/** Short forms for the tables of fields beside this file; required and public unless they say otherwise. */
export const line = (key: string, label: string, most: number, more: More = {}) => make(key, label, 'line', most, more);
export const text = (key: string, label: string, most: number, more: More = {}) => make(key, label, 'text', most, more);
export const day = (key: string, label: string, more: More = {}) => make(key, label, 'day', null, more);
export const amount = (key: string, label: string, more: More = {}) => make(key, label, 'amount', null, more);
export const count = (key: string, label: string, more: More = {}) => make(key, label, 'count', null, more);
export const orgCode = (key: string, label: string, more: More = {}) => make(key, label, 'org_code', null, more);
export const choice = (key: string, label: string, choices: Readonly<Record<string, string>>, more: More = {}): FieldPolicy => ({
  ...make(key, label, 'choice', null, more),
  choices: Object.entries(choices).map(([code, title]) => ({ code, title })),
});
