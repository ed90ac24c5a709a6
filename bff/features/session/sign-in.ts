import type { Call } from '../../http/call';
import { isUnder14 } from '../../lib/citizen-id';
import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import type { Log } from '../../lib/log';
import { maskPhone } from '../../lib/mask';
import { Problem } from '../../lib/problem';
import { beijingDay, toInstant } from '../../lib/time';
import type { DemoPort, IdentityDocument, SmsPort, WechatPort } from '../../platform/ports';
import { answerSignedIn, type OpenDeps, openSession, type SignedIn } from './open-session';
import { codeLifetimeSec, issueCode, redeemCode, resendAfterSec } from './sms-code';
import {
  type AccountKey,
  type CitizenRow,
  findCitizen,
  insertCitizen,
  insertVerifiedCitizen,
  readOpenId,
  readPhoneSealed,
  setPhone,
} from './store';

export interface SignInDeps extends OpenDeps {
  readonly wechat: Pick<WechatPort, 'openIdOf' | 'phoneOf'>;
  readonly sms: SmsPort;
  readonly log: Log;
  /** null: not against the sandbox. */
  readonly demo: DemoPort | null;
  /** One mobile operator's address may be a thousand people. */
  readonly smsPerHourPerAddress: number;
  /** The person subject of a document, as the directory keeps it. */
  readonly keepPerson: (document: IdentityDocument) => Promise<string>;
  /** What a demo account starts with: its consents, its merchants. */
  readonly furnishDemo: (citizenId: string, orgCodes: readonly string[]) => Promise<void>;
}

const phonePurpose = 'citizen.phoneSealed';
const openidPurpose = 'citizen.openidSealed';

/** Two phones that sign in for the first time at once meet at the unique index and get the same account. */
const findOrMake = async (db: Db, key: AccountKey, value: string, make: (tx: Sql) => Promise<CitizenRow>): Promise<CitizenRow> => {
  const known = await findCitizen(db, key, value);
  if (known) return known;
  try {
    return await make(db);
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    const other = await findCitizen(db, key, value);
    if (!other) throw error;
    return other;
  }
};

export const signIn = (deps: SignInDeps) => {
  const { db, seal, now, newId, wechat, sms, demo, log } = deps;
  const open = openSession(deps);
  const answer = answerSignedIn(deps);
  const issue = issueCode(deps);
  const redeem = redeemCode(deps);

  const accountOf = (key: 'openidIndex' | 'phoneIndex', index: string, clear: string): Promise<CitizenRow> =>
    findOrMake(db, key, index, async tx => {
      const id = newId();
      await insertCitizen(tx, id, key, index, seal.seal(clear, key === 'phoneIndex' ? phonePurpose : openidPurpose), toInstant(now()));
      return { id, personId: null };
    });

  const phoneIndexOf = (phone: string): string => seal.index('phone', phone);

  return {
    /** @throws Problem `session.wechat_code_refused`, `platform.unavailable` */
    async wechat({ body, client, renewalCookie }: Call<'session.signInWechat'>): Promise<SignedIn> {
      const openId = await wechat.openIdOf(body.code);
      const citizen = await accountOf('openidIndex', seal.index('openid', openId), openId);
      return answer(await open(citizen, client, body.device), renewalCookie);
    },

    /** The same answer for a known and an unknown phone. @throws Problem `session.sms_too_often`, `platform.unavailable` */
    async sendSmsCode({ body, ip }: Call<'session.sendSmsCode'>): Promise<{ expiresInSec: number; resendAfterSec: number }> {
      const from = { index: seal.index('ip', ip), perHour: deps.smsPerHourPerAddress };
      const issued = await issue({ purpose: 'sign_in', about: phoneIndexOf(body.phone), from });
      if (!issued.sent) throw new Problem('session.sms_too_often', { retryAfterSec: issued.retryAfterSec });
      try {
        await sms.send({ phone: body.phone }, 'sign_in', { code: issued.code, minutes: String(codeLifetimeSec / 60) });
      } catch (error) {
        await issued.undo();
        throw error;
      }
      return { expiresInSec: codeLifetimeSec, resendAfterSec };
    },

    /** @throws Problem `session.sms_code_wrong`, `session.sms_code_expired` */
    async sms({ body, client, renewalCookie }: Call<'session.signInSms'>): Promise<SignedIn> {
      const index = phoneIndexOf(body.phone);
      const result = await redeem('sign_in', index, body.code);
      if (result !== 'right') throw new Problem(result === 'wrong' ? 'session.sms_code_wrong' : 'session.sms_code_expired');
      return answer(await open(await accountOf('phoneIndex', index, body.phone), client, body.device), renewalCookie);
    },

    /** WeChat's id of an account; null: it was not made in WeChat. */
    async openIdOf(citizenId: string): Promise<string | null> {
      const sealed = await readOpenId(db, citizenId);
      return sealed === null ? null : seal.openText(sealed, openidPurpose);
    },

    async listDemoPeople(): Promise<{ people: { key: string; name: string; story: string }[] }> {
      return { people: demo === null ? [] : (await demo.listPeople()).map(({ key, name, story }) => ({ key, name, story })) };
    },

    /** The account of a person of the sandbox city, verified by being one. @throws Problem `session.demo_unknown`, `identity.under_age` */
    async demo({ body, client, renewalCookie }: Pick<Call<'session.signInDemo'>, 'body' | 'client' | 'renewalCookie'>): Promise<SignedIn> {
      const person = demo === null ? null : await demo.readPerson(body.person);
      if (!person) throw new Problem('session.demo_unknown');
      if (isUnder14(person.document, beijingDay(now()))) throw new Problem('identity.under_age');
      const personId = await deps.keepPerson(person.document);
      let made = false;
      const citizen = await findOrMake(db, 'personId', personId, async tx => {
        const id = newId();
        await insertVerifiedCitizen(tx, id, personId, 'demo', toInstant(now()));
        made = true;
        return { id, personId };
      });
      // Without its merchants it is still a demo: they can be bound by code later.
      if (made)
        await deps.furnishDemo(citizen.id, person.orgCodes).catch(error => log.warn({ err: error }, 'a demo account was not furnished'));
      return answer(await open(citizen, client, body.device), renewalCookie);
    },

    async maskedPhoneOf(citizenId: string): Promise<string | null> {
      const sealed = await readPhoneSealed(db, citizenId);
      return sealed && maskPhone(seal.openText(sealed, phonePurpose));
    },

    /** @throws Problem `session.phone_taken`, `session.phone_quota_used`, `session.wechat_code_refused` */
    async bindPhone({ body, citizen }: Call<'session.bindPhone'>): Promise<{ maskedPhone: string }> {
      const phone = await wechat.phoneOf(body.code);
      try {
        await setPhone(db, citizen.citizenId, phoneIndexOf(phone), seal.seal(phone, phonePurpose));
      } catch (error) {
        if (error instanceof UniqueViolation) throw new Problem('session.phone_taken');
        throw error;
      }
      return { maskedPhone: maskPhone(phone) };
    },
  };
};
