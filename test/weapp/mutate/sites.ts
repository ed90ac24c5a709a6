import { type Node, type Property, parse, type SwitchCase } from 'acorn';
import { ancestor, simple } from 'acorn-walk';
import type { Edit, Place, Script } from './build';

export const kinds = ['drop a bind', 'negate a condition', 'remove an await', 'rename a key', 'drop a call'] as const;
export type Kind = (typeof kinds)[number];

/** One small change of the app's own code. */
export interface Site {
  readonly kind: Kind;
  readonly at: number;
  readonly script: string;
  readonly place: Place;
  /** What stands in the dist, shortened. */
  readonly words: string;
  readonly edits: readonly Edit[];
}

/** Keys that only say how something looks: pictures are looked at for that, no journey is. */
const looks = new Set(['className', 'style', 'icon', 'tone', 'pad']);

const keyOf = ({ key, computed }: Property): string | null => {
  if (computed) return null;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
};

/** `return e.n=4,promise` of a step machine that was an async function → e, 4 and promise. */
const awaitOf = (node: Node & { argument?: Node | null }) => {
  const list = node.argument?.type === 'SequenceExpression' ? (node.argument as Node & { expressions: Node[] }).expressions : [];
  const step = list.at(-2) as
    | (Node & { left?: Node & { object?: Node & { name?: string }; property?: Node & { name?: string } } })
    | undefined;
  const to = step as (Node & { right?: Node & { value?: unknown } }) | undefined;
  if (step?.type !== 'AssignmentExpression' || step.left?.type !== 'MemberExpression' || step.left.property?.name !== 'n') return null;
  return { machine: step.left.object?.name ?? '', next: to?.right?.value, awaited: list.at(-1) as Node };
};

/** Every place of this script where one of the five kinds of fault can be put. */
export const sitesIn = (script: Script): Site[] => {
  const { name: file, text } = script;
  const sites: Site[] = [];
  const seen = new Set<string>();
  const cut = (node: Node): string => text.slice(node.start, node.end);
  const put = (node: Node, words: string): Edit => ({ file, from: node.start, to: node.end, put: words });
  const add = (kind: Kind, node: Node, edits: readonly Edit[]): void => {
    const place = script.placeOf(node.start);
    const mark = `${kind} ${node.start}`;
    if (!place || seen.has(mark)) return;
    seen.add(mark);
    const words = cut(node).replace(/\\u([\da-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    sites.push({ kind, at: node.start, script: file, place, words: words.slice(0, 90), edits });
  };
  const negate = (test: Node): void => {
    // `?.`, `??` and default values are written out by the compiler: not conditions of ours.
    if (!/void 0|arguments/.test(cut(test))) add('negate a condition', test, [put(test, `!(${cut(test)})`)]);
  };
  const dropCall = (node: Node): void => {
    // `t.r(n)`, `t.d(n,{…})`: how webpack names what a module gives.
    if (node.type === 'CallExpression' && !/^\w+\.[a-z]\(/.test(cut(node))) add('drop a call', node, [put(node, 'void 0')]);
  };

  const tree = parse(text, { ecmaVersion: 'latest' });
  ancestor(tree, {
    Property(node) {
      if (node.type !== 'Property' || node.value.type.endsWith('Pattern')) return;
      const key = keyOf(node as Property);
      if (!key || node.kind !== 'init') return;
      if (/^on[A-Z]/.test(key)) return add('drop a bind', node.value, [put(node.value, 'void 0')]);
      // What is not there reads like what is off.
      const off = /^(!1|null|void 0)$/.test(cut(node.value));
      if (key.length > 3 && !looks.has(key) && !off) add('rename a key', node.key, [put(node.key, JSON.stringify(`${key}_`))]);
    },
    IfStatement: node => negate(node.test),
    ConditionalExpression: node => negate(node.test),
    LogicalExpression(node) {
      if (!/^void 0/.test(cut(node.right))) negate(node.left);
    },
    ExpressionStatement(node) {
      dropCall(node.expression);
      if (node.expression.type === 'LogicalExpression') dropCall(node.expression.right);
    },
    SequenceExpression(node) {
      for (const one of node.expressions.slice(0, -1)) dropCall(one);
    },
    ReturnStatement(node, _state, above) {
      const found = awaitOf(node);
      if (!found) return;
      // What the step machine hands on is the promise itself, in a list so that nobody waits for it.
      const edits = [put(found.awaited, `[${cut(found.awaited)}]`)];
      const machine = above.filter(one => one.type === 'SwitchStatement').at(-1) as (Node & { cases: SwitchCase[] }) | undefined;
      const next = machine?.cases.find(one => (one.test as { value?: unknown } | null)?.value === found.next);
      let value: Node | null = null;
      for (const statement of next?.consequent ?? [])
        simple(statement, {
          MemberExpression(member) {
            const { object, property } = member as unknown as { object: { name?: string }; property: { name?: string } };
            if (!value && object.name === found.machine && property.name === 'v') value = member;
          },
        });
      if (value && (value as Node).start >= found.awaited.start && (value as Node).end <= found.awaited.end) return;
      if (value) edits.push(put(value, `${cut(value)}[0]`));
      add('remove an await', found.awaited, edits);
    },
  });
  return sites;
};

/** Numbers that are the same for the same seed. */
const numbersOf = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** `count` of them, the kinds in turn, in an order that only the seed decides. */
export const drawSites = (sites: readonly Site[], seed: number, count: number): Site[] => {
  const next = numbersOf(seed);
  const piles = kinds.map(kind =>
    sites
      .filter(site => site.kind === kind)
      .map(site => ({ site, order: next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ site }) => site),
  );
  const drawn: Site[] = [];
  while (drawn.length < count && piles.some(pile => pile.length > 0))
    for (const pile of piles) {
      const site = pile.shift();
      if (site && drawn.length < count) drawn.push(site);
    }
  return drawn;
};
