import { z } from 'zod';
import { zDisclosure } from '../../contract/atoms';
import { zRegistrationKind } from '../../contract/registration/schema';

const zKey = z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/);
const zText = z.string().min(1);

const zField = z.object({
  key: zKey,
  label: zText,
  hint: z.string().nullable(),
  input: z.enum(['line', 'text', 'day', 'amount', 'org_code', 'choice', 'count']),
  required: z.boolean(),
  /** Most characters of a text. */
  most: z.int().min(1).max(4000).nullable(),
  choices: z.array(z.object({ code: z.string().regex(/^[a-z_]{2,40}$/), title: zText })),
  disclosure: zDisclosure,
});

/** Rules between fields. Each says in `say` what to do; the fault stands at `field`. */
const zRule = z.discriminatedUnion('rule', [
  /** `field` is not before `after`. */
  z.object({ rule: z.literal('not_before'), field: zKey, after: zKey, say: zText }),
  z.object({ rule: z.literal('not_future'), field: zKey, say: zText }),
  /** What is over already is not put on record. */
  z.object({ rule: z.literal('not_past'), field: zKey, say: zText }),
  z.object({ rule: z.literal('not_own_code'), field: zKey, say: zText }),
  z.object({ rule: z.literal('required_when'), field: zKey, when: zKey, is: z.array(z.string()).min(1), say: zText }),
  /** Whoever fills in `when` fills in `field` too. */
  z.object({ rule: z.literal('required_with'), field: zKey, when: zKey, say: zText }),
  z.object({ rule: z.literal('at_least'), field: zKey, least: z.int(), say: zText }),
]);

const zKindPolicy = z.object({
  kind: zRegistrationKind,
  version: z.iso.date(),
  /** First Beijing day it holds. */
  effectiveFrom: z.iso.date(),
  source: zText,
  /** false: fields and rules are this product's proposal, to be confirmed by the city's office. */
  verified: z.boolean(),
  title: zText,
  meaning: zText,
  /** `{field}` is replaced, public ones alone: the line an entry has in lists, and on the page that everybody reads. */
  titleOf: zText,
  steps: z.array(z.object({ title: zText, fields: z.array(zKey).min(1) })).min(1),
  fields: z.array(zField).min(1),
  rules: z.array(zRule),
  /** The first set whose fields are all filled in tells whether two entries are the same one. */
  sameBy: z.array(z.array(zKey).min(1)).min(1),
  /** The field that holds its last day. */
  endsOn: zKey.nullable(),
  attachments: z.object({ least: z.int().min(0), most: z.int().min(1).max(20), what: zText }),
  /** Who may confirm it, with the fields that name them; null: nobody. */
  confirmation: z.object({ by: zText, nameField: zKey, codeField: zKey }).nullable(),
});

export type KindPolicy = z.infer<typeof zKindPolicy>;
export type FieldPolicy = KindPolicy['fields'][number];
export type RulePolicy = KindPolicy['rules'][number];

/** Every fault of a kind's data, one line each; empty when it holds together. */
export const kindFaults = (policy: KindPolicy): string[] => {
  const keys = policy.fields.map(({ key }) => key);
  const known = (key: string, where: string): string[] => (keys.includes(key) ? [] : [`${where} names ${key}, which is no field`]);
  const inSteps = policy.steps.flatMap(({ fields }) => fields);
  return [
    ...keys.filter((key, at) => keys.indexOf(key) !== at).map(key => `field ${key} twice`),
    ...keys.filter(key => !inSteps.includes(key)).map(key => `field ${key} is in no step`),
    ...inSteps.filter((key, at) => inSteps.indexOf(key) !== at).map(key => `field ${key} is in two steps`),
    ...inSteps.flatMap(key => known(key, 'a step')),
    ...policy.rules.flatMap(rule => [
      ...known(rule.field, rule.rule),
      ...('when' in rule ? known(rule.when, rule.rule) : []),
      ...('after' in rule ? known(rule.after, rule.rule) : []),
    ]),
    ...policy.sameBy.flat().flatMap(key => known(key, 'sameBy')),
    ...(policy.endsOn === null ? [] : known(policy.endsOn, 'endsOn')),
    ...(policy.confirmation
      ? [policy.confirmation.nameField, policy.confirmation.codeField].flatMap(key => known(key, 'confirmation'))
      : []),
    ...[...policy.titleOf.matchAll(/\{(\w+)\}/g)].flatMap(([, key]) => known(String(key), 'titleOf')),
    ...policy.fields
      .filter(({ key, disclosure }) => disclosure !== 'public' && policy.titleOf.includes(`{${key}}`))
      .map(({ key }) => `titleOf tells ${key}, which is not public`),
    ...policy.fields.filter(({ input, choices }) => (input === 'choice') !== choices.length > 0).map(({ key }) => `choices of ${key}`),
    ...policy.fields
      .filter(({ input, most }) => (input === 'line' || input === 'text') !== (most !== null))
      .map(({ key }) => `most of ${key}`),
    ...(policy.attachments.least > policy.attachments.most ? ['attachments: least above most'] : []),
  ];
};

/** @throws Error with every fault */
export const readKind = (raw: unknown): KindPolicy => {
  const policy = zKindPolicy.parse(raw);
  const faults = kindFaults(policy);
  if (faults.length > 0) throw new Error(`${policy.kind} ${policy.version}: ${faults.join('; ')}`);
  return policy;
};
