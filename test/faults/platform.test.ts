import { testEngine } from '../support/db';
import { platformFaults } from './platform-faults';

/** The short ones of `npm run faults -- platform platform-forgets`: one in the run of each engine. */
const deduplicates = testEngine === 'mysql';

describe('a platform that fails in every way, is away, and comes back', () => {
  it.each([deduplicates ? 'files a number once' : 'files whatever it is sent'])(
    'and %s has every submission once and in order',
    async () => {
      const { faults, figures } = await platformFaults({ deduplicates, phaseMs: 700, awayMs: 2000, acknowledged: 40, leastDrainTimes: 0 });
      expect(faults).toEqual([]);
      expect(figures.backlog).toBeGreaterThan(0);
    },
    240_000,
  );
});
