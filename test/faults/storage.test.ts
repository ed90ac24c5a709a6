import { existsSync } from 'node:fs';
import { testEngine } from '../support/db';
import { canMount, fillDisk } from './disk-full';
import { holdReadOnly } from './read-only';

/** The short ones of `npm run faults -- disk-full read-only`: each in the run of its engine. */
const hasMariaDb = existsSync('/usr/sbin/mariadbd');

describe('a submission while nothing can be written', () => {
  if (testEngine === 'sqlite' && canMount)
    it('is a 503 on a full disk, and sent once when there is room; a folder that is read only is not started on', async () => {
      const { faults, figures } = await fillDisk({ times: 1, fullMs: 1000, acknowledged: 30, patienceMs: 0 });
      expect(faults).toEqual([]);
      expect(Object.keys(figures.refusals)).toContain('server.storage_away');
    }, 240_000);
  else if (testEngine === 'sqlite') it.skip.each(['mount'])('is not tried on a full disk: no right to %s', () => undefined);

  if (testEngine === 'mysql' && hasMariaDb)
    it('is a 503 on a database that is read only, and sent once when it is not', async () => {
      const { faults, figures } = await holdReadOnly({ times: 1, heldMs: 1000, acknowledged: 30, patienceMs: 0 });
      expect(faults).toEqual([]);
      expect(Object.keys(figures.refusals)).toContain('server.storage_away');
    }, 240_000);
  else if (testEngine === 'mysql') it.skip.each(['/usr/sbin/mariadbd'])('is not tried on one that is read only: no %s', () => undefined);
});
