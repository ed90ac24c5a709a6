import { parseArgs } from 'node:util';
import { killUnderLoad, type Victim } from './kill-under-load';

/**
 * `npm run faults [-- bff-kill worker-kill mariadb-kill] [--kills 20] [--acknowledged 1000]`; `TEST_DB=mysql` kills the BFF on MariaDB, where the
 * other two are in any case. Ends with 1 on a violation.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string' }, acknowledged: { type: 'string' } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const kill = (victim: Victim, kills: number) => () =>
  killUnderLoad({
    victim,
    kills: Number(values.kills ?? kills),
    acknowledged: Number(values.acknowledged ?? 1000),
    patienceMs: 120_000,
  });
const campaigns = { 'bff-kill': kill('bff', 100), 'worker-kill': kill('worker', 20), 'mariadb-kill': kill('mariadb', 20) } as const;

const main = async (): Promise<number> => {
  let broken = 0;
  const wanted = positionals.length > 0 ? positionals : Object.keys(campaigns);
  for (const name of wanted) {
    const campaign = campaigns[name as keyof typeof campaigns];
    if (!campaign) throw new Error(`no campaign ${name}; there are: ${Object.keys(campaigns).join(', ')}`);
    const startedMs = performance.now();
    const { faults, figures } = await campaign();
    say(`${name}: ${JSON.stringify(figures)}, ${Math.round((performance.now() - startedMs) / 1000)} s`);
    for (const fault of faults) say(`VIOLATION ${fault}`);
    broken += faults.length;
  }
  return broken > 0 ? 1 : 0;
};

main().then(
  code => process.exit(code),
  (error: unknown) => {
    say(String((error as Error)?.stack ?? error));
    process.exit(1);
  },
);
