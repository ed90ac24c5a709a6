import { wireConsent } from '../features/consent';
import { wireDirectory } from '../features/directory';
import { wireIdentity } from '../features/identity';
import { wireMerchant } from '../features/merchant';
import { wireNotice } from '../features/notice';
import { wireSession } from '../features/session';
import { makeTokens } from '../lib/token';
import type { Foundation } from './foundation';

const demoConsents = ['privacy', 'identity', 'face', 'child'] as const;

/** Who somebody is, for whom they act, what they agreed to and how they are told. */
export const wirePeople = ({ config, city, base, platform, enqueue }: Foundation) => {
  const { ports, demo } = platform;
  const { credit, identity: identityPort, sms, wechat } = ports;
  const tokens = makeTokens({ ...config.tokenKeys, issuer: config.publicUrl, now: base.now });
  const notice = wireNotice({ ...base, city, wechat, enqueue, openIdOf: citizenId => session.openIdOf(citizenId) });
  const { notify } = notice;
  const directory = wireDirectory({ ...base, credit, notify });
  const session = wireSession({
    ...base,
    tokens,
    wechat,
    sms,
    demo,
    smsPerHourPerAddress: config.demo ? 10_000 : 200,
    keepPerson: directory.keepPerson,
    async furnishDemo(citizenId, orgCodes) {
      await consent.giveCurrent(citizenId, demoConsents);
      for (const orgCode of orgCodes) await merchant.bindRepresentative(citizenId, orgCode);
    },
  });
  const identity = wireIdentity({
    ...base,
    credit,
    identity: identityPort,
    keepPerson: directory.keepPerson,
    documentOf: directory.documentOf,
    listSubjects: directory.listSubjects,
    maskedPhoneOf: session.maskedPhoneOf,
    requireConsent: (citizenId, kind) => consent.requireConsent(citizenId, kind),
    endBindings: (tx, citizenId, reason) => merchant.endBindings(tx, citizenId, reason),
    signOutEverywhere: session.revokeAllOf,
    holdConsents: (tx, citizenId, kinds) => consent.holdConsents(tx, citizenId, kinds),
  });
  const merchant = wireMerchant({
    ...base,
    ...directory,
    credit,
    identity: identityPort,
    sms,
    notify,
    attempt: identity.attempts.ask,
    holdConsents: (tx, citizenId, kinds) => consent.holdConsents(tx, citizenId, kinds),
    issueCode: session.issueCode,
    redeemCode: session.redeemCode,
  });
  const consent = wireConsent({
    ...base,
    city,
    effects: { ...identity, ...merchant },
    signOutEverywhere: session.revokeAllOf,
  });
  return { notice, directory, session, identity, merchant, consent };
};

export type People = ReturnType<typeof wirePeople>;
