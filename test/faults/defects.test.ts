import { tryDefect } from './defects';

/** The short one of `npm run faults -- defects`: a product that lies is caught by the campaign, not only lines of a file by the judge. */
describe('a build in which a submission is acknowledged before it is committed', () => {
  it('is found by a kill under load', async () => {
    const { faults, said } = await tryDefect('a submission is acknowledged before it is committed');
    expect(faults).toEqual([]);
    expect(said.join()).toContain('acknowledged and not kept');
  }, 240_000);
});
