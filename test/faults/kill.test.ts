import { existsSync } from 'node:fs';
import { testEngine } from '../support/db';
import { killUnderLoad, type Victim } from './kill-under-load';

/** The short ones of `npm run faults`. */
const hasMariaDb = existsSync('/usr/sbin/mariadbd');
const shorts: readonly (readonly [Victim, string | null])[] = [
  ['bff', null],
  // They bring a database server of their own: once is enough, in the run of that engine.
  ['worker', testEngine === 'mysql' ? (hasMariaDb ? null : 'no MariaDB here') : 'in the run on MySQL'],
  ['mariadb', testEngine === 'mysql' ? (hasMariaDb ? null : 'no MariaDB here') : 'in the run on MySQL'],
];

describe('a submission', () => {
  const able = shorts.filter(([, why]) => why === null).map(([victim]) => victim);
  it.each(able)(
    'is neither lost nor doubled when the %s is killed under load',
    async victim => {
      const { faults, figures } = await killUnderLoad({ victim, kills: 3, acknowledged: 60, patienceMs: 0 });
      expect(faults).toEqual([]);
      expect(figures.struckOpen).toBeGreaterThan(0);
    },
    240_000,
  );
});
