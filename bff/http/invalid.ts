import type { z } from 'zod';
import { Problem } from '../lib/problem';

type Issue = z.core.$ZodIssue;
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

const pointerOf = (root: string, path: readonly PropertyKey[]): string =>
  root + path.map(step => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (held, step) => (held !== null && typeof held === 'object' ? (held as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );

const kinds: Readonly<Record<string, string>> = {
  string: '应为文字',
  number: '应为数字',
  int: '应为整数',
  boolean: '应为是或否',
  array: '应为列表',
  object: '应为一组内容',
  null: '应为空',
};

const measure = (origin: string, count: number | bigint, most: boolean): string => {
  const word = most ? '最多' : '至少';
  if (origin === 'string') return `${word} ${count} 个字`;
  if (origin === 'array' || origin === 'set') return `${word} ${count} 项`;
  return most ? `不能大于 ${count}` : `不能小于 ${count}`;
};

const formats: Readonly<Record<string, string>> = { date: '日期应写成 2026-03-05 这样', datetime: '时间格式不对' };

const detailOf = (issue: Issue, missing: boolean): string => {
  if (missing) return '请填写这一项';
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? '类型不对';
    case 'too_small':
      if (issue.exact) return `应为 ${issue.minimum} 个字`;
      if (issue.origin === 'string' && Number(issue.minimum) <= 1) return '请填写这一项';
      return measure(issue.origin, issue.minimum, false);
    case 'too_big':
      if (issue.exact) return `应为 ${issue.maximum} 个字`;
      return measure(issue.origin, issue.maximum, true);
    case 'invalid_format':
      return formats[issue.format] ?? '格式不对，请逐位核对';
    case 'invalid_value':
      return '请从给出的选项里选一个';
    case 'invalid_union':
      return '请从给出的方式里选一种';
    default:
      return '内容不对';
  }
};

/** Every issue at once, each with a JSON pointer: bare in the body, below `/query` or `/params` elsewhere. Never quotes what was sent. */
export const fieldErrors = (root: string, error: z.ZodError, sent: unknown): FieldError[] =>
  error.issues.map(issue => ({
    pointer: pointerOf(root, issue.path),
    detail: detailOf(issue, issue.path.length > 0 && at(sent, issue.path) === undefined),
  }));

export const invalid = (errors: readonly FieldError[]): Problem => new Problem('request.invalid', { errors });
