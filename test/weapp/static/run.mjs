/**
 * `npm run check:weapp`: every static check over `.build/weapp`, with those that need WeChat's own compilers and schemas. Each is also
 * run on a copy with its fault planted: one that stays silent there fails.
 */
import { ensureWeapp } from '../../../bff/prepare.mjs';
import { installTencent, tencentChecks } from './check-tencent';
import { checks, saysOfPlanted } from './checks';
import { built } from './ground';

const say = line => process.stdout.write(`${line}\n`);

ensureWeapp(say);
installTencent(say);
let failed = 0;
for (const check of [...checks, ...tencentChecks]) {
  const faults = check.find(built);
  const planted = saysOfPlanted(check);
  const fine = faults.length === 0 && planted.length > 0;
  if (!fine) failed += 1;
  say(`${fine ? 'ok  ' : 'FAIL'} ${check.name}`);
  for (const fault of faults) say(`     ${fault}`);
  say(planted.length > 0 ? `     planted: ${planted[0]}` : '     a planted fault was not seen');
}
say(failed === 0 ? 'check:weapp: all right' : `check:weapp: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
