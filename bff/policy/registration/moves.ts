import type { z } from 'zod';
import type { entryStates, zTrust } from '../../contract/registration/schema';

export type EntryState = (typeof entryStates)[number];
export type Trust = z.infer<typeof zTrust>;
export type Actor = 'merchant' | 'office' | 'platform' | 'agency' | 'clock';
/** Who has an entry now. `platform`: on its way to the platform, or with it. */
export type Holder = 'merchant' | 'office' | 'platform' | 'agency' | 'nobody';

interface MovePolicy {
  readonly from: readonly EntryState[];
  /** null: the state stays, only who has it or its trust changes. */
  readonly to: EntryState | null;
  /** null: stays with whoever has it. */
  readonly holder: Holder | null;
  readonly by: readonly Actor[];
  /** What the history says. */
  readonly words: string;
}

/** Every move an entry can make; what is not here is refused. Source: docs/rules/registration.md#moves. */
export const moves = {
  submit: { from: [], to: 'submitted', holder: 'platform', by: ['merchant'], words: '提交' },
  resubmit: { from: ['returned'], to: 'submitted', holder: 'platform', by: ['merchant'], words: '改正后再次提交' },
  /** Words that may not be shown to strangers are mended before anybody has decided; only then, see text-moves.ts. */
  reword: { from: ['submitted'], to: 'submitted', holder: 'platform', by: ['merchant'], words: '改了公开的文字，再次提交' },
  accept: { from: ['submitted'], to: null, holder: 'agency', by: ['platform'], words: '平台收下，转发证部门核对' },
  pass_to_office: { from: ['submitted'], to: null, holder: 'office', by: ['platform'], words: '没有部门掌握这项内容，转信用办看材料' },
  return: { from: ['submitted'], to: 'returned', holder: 'merchant', by: ['office', 'platform', 'agency'], words: '退回补正' },
  verify: { from: ['submitted'], to: 'verified', holder: 'platform', by: ['office', 'platform', 'agency'], words: '核实' },
  refuse: { from: ['submitted'], to: 'refused', holder: 'nobody', by: ['office', 'platform', 'agency'], words: '不予核实' },
  publish: { from: ['verified'], to: 'published', holder: 'nobody', by: ['platform'], words: '公布' },
  /** A later check that is worth more than the first: trust goes up, the state stays. */
  raise: { from: ['verified', 'published'], to: null, holder: null, by: ['platform', 'agency'], words: '部门核验' },
  withdraw: {
    from: ['submitted', 'returned', 'verified', 'published'],
    to: 'withdrawn',
    holder: 'nobody',
    by: ['merchant'],
    words: '撤下',
  },
  expire: { from: ['verified', 'published'], to: 'expired', holder: 'nobody', by: ['clock'], words: '到期' },
} as const satisfies Readonly<Record<string, MovePolicy>>;

export type Move = keyof typeof moves;

/** Entries that are over: their number is kept, what they say may be registered anew. */
export const overStates: readonly EntryState[] = ['refused', 'withdrawn', 'expired'];

const ranks: Readonly<Record<Trust, number>> = { self_declared: 0, document_checked: 1, agency_verified: 2 };

/** The trust after a move that came with `found`: only ever raised. */
export const raisedTrust = (now: Trust, found: Trust | null): Trust => (found !== null && ranks[found] > ranks[now] ? found : now);

export const allows = (move: Move, state: EntryState, actor: Actor): boolean => {
  const policy: MovePolicy = moves[move];
  return policy.from.includes(state) && policy.by.includes(actor);
};
