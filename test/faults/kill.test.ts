import { testEngine } from '../support/db';
import { killBff } from './bff-kill';

/** With the relay inside the BFF, which is how it runs on SQLite. */
const onSqlite = testEngine === 'sqlite' ? describe : describe.skip;

/** The short one of `npm run faults -- bff-kill`. */
onSqlite('a submission', () => {
  it('loses and doubles nothing when the BFF is killed under load', async () => {
    const { faults, figures } = await killBff({ kills: 3, acknowledged: 60, patienceMs: 0 });
    expect(faults).toEqual([]);
    expect(figures.rolledBack).toBeGreaterThan(0);
  }, 180_000);
});
