import { existsSync } from 'node:fs';
import { testEngine } from '../support/db';
import { killUnderLoad, type Victim } from './kill-under-load';

/** The short ones of `npm run faults`. Two of them bring a MariaDB of their own: once is enough, in the run of that engine. */
const hasMariaDb = existsSync('/usr/sbin/mariadbd');
const onMariaDb: readonly Victim[] = ['worker', 'mariadb'];
const able: readonly Victim[] = testEngine === 'mysql' && hasMariaDb ? ['bff', ...onMariaDb] : ['bff'];

describe('a submission', () => {
  it.each(able)(
    'is neither lost nor doubled when the %s is killed under load',
    async victim => {
      const { faults, figures } = await killUnderLoad({ victim, kills: 3, acknowledged: 60, patienceMs: 0 });
      expect(faults).toEqual([]);
      expect(figures.struckOpen).toBeGreaterThan(0);
    },
    240_000,
  );

  if (!hasMariaDb) it.skip.each(onMariaDb)('is not tried with a kill of the %s: no MariaDB here (/usr/sbin/mariadbd)', () => undefined);
});
