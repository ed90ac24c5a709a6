import { checks, saysOfPlanted } from './static/checks';
import { built } from './static/ground';

/** WeChat's own compilers and schemas are 276 MB: `npm run check:weapp` runs those too. */
describe('the built mini-program at rest', () => {
  it.each(checks.map(check => [check.name, check] as const))('holds: %s', (_, check) => {
    expect(check.find(built)).toEqual([]);
  });

  it.each(checks.map(check => [check.name, check] as const))('is found broken when it is: %s', (_, check) => {
    const says = saysOfPlanted(check);
    expect(says).not.toEqual([]);
    for (const line of says) expect(line).toMatch(/^[\w./-]+:\d+/);
  });
});
