import { LRUCache } from 'lru-cache';
import type { Handlers } from '../../../http/call';
import { Problem } from '../../../lib/problem';
import type { RegistrationDeps } from '../deps';
import { merchantOf } from '../prepare-entry';
import { pageLinkOf } from './page-link';

/** The page of the mini-program that shows a merchant to whoever scans its code. */
const pagePath = 'registration/pages/public/index';
/** A few kilobytes each; the picture of a code never changes. */
const keptCodes = 500;

/** What a merchant's poster is drawn from. WeChat's code where WeChat gives one; without it the link alone is drawn as an ordinary QR. */
export const poster = (deps: RegistrationDeps): Handlers<'registration'>['registration.poster'] => {
  const { wechat, city, log } = deps;
  const pageLink = pageLinkOf(deps);
  const codes = new LRUCache<string, string>({ max: keptCodes });

  const codeOf = async (code: string): Promise<string | null> => {
    const known = codes.get(code);
    if (known) return known;
    try {
      const picture = Buffer.from(await wechat.miniProgramCode(code, pagePath)).toString('base64');
      codes.set(code, picture);
      return picture;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      log.warn({ reason: error.code }, 'no mini-program code for a poster');
      return null;
    }
  };

  return async call => {
    const subject = await merchantOf(deps, call);
    const { code, url } = await pageLink(subject.subjectId);
    return {
      name: subject.name,
      orgCode: subject.idNumber,
      city: city.name,
      url,
      miniProgramCode: await codeOf(code),
      stamp: city.demo ? '示意' : null,
    };
  };
};
