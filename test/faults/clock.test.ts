import { existsSync } from 'node:fs';
import { fakeTimeLibrary, stepClock } from './clock-steps';

/** The short one of `npm run faults -- clock`. */
describe('a clock that is an hour fast, then an hour slow, under load', () => {
  if (existsSync(fakeTimeLibrary))
    it('loses and doubles nothing, and delivers again as soon as it is right', async () => {
      const { faults, figures } = await stepClock({ hours: [1, -1], stepMs: 1000, acknowledged: 30 });
      expect(faults).toEqual([]);
      expect(figures.acknowledgedWrong).toBeGreaterThan(0);
    }, 240_000);
  else it.skip.each([fakeTimeLibrary])('is not tried: no %s (faketime)', () => undefined);
});
