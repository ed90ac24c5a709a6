import { makeClockJobs } from '../../bff/clock-jobs';
import { makeMetrics } from '../../bff/http/metrics';
import { watchUpstreams } from '../../bff/http/upstream-watch';
import { makeLog } from '../../bff/lib/log';

const wait = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));

describe('clock-jobs.start', () => {
  it('never runs a job twice at once, and goes on after a failure', async () => {
    const logged: string[] = [];
    let inside = 0;
    let most = 0;
    let failures = 0;
    const jobs = makeClockJobs(
      [
        {
          name: 'slow',
          everyMs: 5,
          async run() {
            inside += 1;
            most = Math.max(most, inside);
            await wait(30);
            inside -= 1;
          },
        },
        {
          name: 'failing',
          everyMs: 5,
          async run() {
            failures += 1;
            throw new Error('no');
          },
        },
      ],
      makeLog('error', { write: line => logged.push(line) }),
    );
    jobs.start();
    while (failures < 3) await wait(20);
    await jobs.stop();
    expect([most, inside]).toEqual([1, 0]);
    const before = failures;
    await wait(40);
    expect(failures).toBe(before);
    expect(JSON.parse(logged[0] ?? '{}')).toMatchObject({ job: 'failing', err: { message: 'no' } });
  });
});

describe('upstream-watch.faultOf', () => {
  it('says which upstream failed last, until it answers again', () => {
    const watch = watchUpstreams(makeMetrics().registry);
    watch.observe('credit.section.penalty', 'ok', 12);
    expect(watch.faultOf('credit')).toBeNull();
    watch.observe('credit.changes', 'timeout', 3000);
    watch.observe('sms.send', 'ok', 8);
    expect([watch.faultOf('credit'), watch.faultOf('sms'), watch.faultOf('identity')]).toEqual(['credit.changes: timeout', null, null]);
    // A caller who left says nothing about the upstream.
    watch.observe('credit.changes', 'abandoned', 10);
    expect(watch.faultOf('credit')).toBe('credit.changes: timeout');
    watch.observe('credit.changes', 'ok', 10);
    expect(watch.faultOf('credit')).toBeNull();
  });
});
