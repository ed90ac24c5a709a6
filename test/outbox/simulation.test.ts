import { simulate } from './simulate';

/** The first of the many that `npm run simulate` goes through. */
const seeds = 150;

it('loses, doubles and overtakes nothing, whatever is killed, away or an hour off', async () => {
  const met = { kills: 0, dead: 0 };
  for (let seed = 0; seed < seeds; seed += 1) {
    const { violations, figures } = await simulate(seed);
    expect([seed, violations]).toEqual([seed, []]);
    met.kills += figures.killsInFlight;
    met.dead += figures.dead;
  }
  // Else it would show nothing.
  expect(met.kills).toBeGreaterThan(50);
  expect(met.dead).toBeGreaterThan(20);
}, 180_000);

it('goes the same way with the same seed', async () => {
  expect(await simulate(7)).toEqual(await simulate(7));
});
