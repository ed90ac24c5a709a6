import { killBff } from './bff-kill';

/** The short one of `npm run faults -- bff-kill`. */
it('loses and doubles nothing when the BFF is killed under load', async () => {
  const { faults, figures } = await killBff({ kills: 3, acknowledged: 60, patienceMs: 0 });
  expect(faults).toEqual([]);
  expect(figures.rolledBack).toBeGreaterThan(0);
}, 180_000);
