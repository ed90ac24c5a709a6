import { parseArgs } from 'node:util';
import { simulate } from './simulate';

/** `npm run simulate -- --seeds 10000 [--from 0]`, or one again: `--seed 4711`. Ends with 1 when anything was lost, doubled or out of order. */
const { values } = parseArgs({ options: { seed: { type: 'string' }, seeds: { type: 'string' }, from: { type: 'string' } } });
const from = Number(values.seed ?? values.from ?? 0);
const count = values.seed === undefined ? Number(values.seeds ?? 10_000) : 1;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<number> => {
  const startedMs = performance.now();
  const sum = { acknowledged: 0, kills: 0, killsInFlight: 0, dead: 0 };
  let broken = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const { violations, figures } = await simulate(seed);
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += figures[key];
    if (violations.length === 0) continue;
    broken += 1;
    say(`seed ${seed}: ${violations.join('; ')}`);
  }
  const { acknowledged, kills, killsInFlight, dead } = sum;
  say(
    `${count} seeds from ${from}: ${acknowledged} acknowledged, ${kills} kills, ${killsInFlight} of them during a delivery, ${dead} dead letters`,
  );
  say(`${broken} seeds with a violation, ${Math.round((performance.now() - startedMs) / 1000)} s`);
  if (count > 1 && killsInFlight === 0) say('no kill met a delivery: this shows nothing');
  return broken > 0 || (count > 1 && killsInFlight === 0) ? 1 : 0;
};

main().then(
  code => process.exit(code),
  (error: unknown) => {
    say(String((error as Error)?.stack ?? error));
    process.exit(1);
  },
);
