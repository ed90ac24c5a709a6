import type { Reply } from '../../contract/types';
import type { Call, Handlers } from '../../http/call';
import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { beijingDay, type Clock, toInstant } from '../../lib/time';
import {
  type ConsentRow,
  findLiveConsent,
  holdLiveConsent,
  insertConsent,
  listConsents,
  liveKeyOf,
  readConsent,
  retireConsent,
  withdrawConsentRow,
} from './store';
import { type Kind, type Wording, type WordingSource, wordingsOf } from './wordings';

export interface ConsentDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
  readonly city: WordingSource;
  /** What a withdrawal does, in its own transaction. */
  readonly effects: {
    readonly untie: (tx: Sql, citizenId: string) => Promise<void>;
    readonly endBindings: (tx: Sql, citizenId: string, reason: string) => Promise<void>;
    readonly endChildren: (tx: Sql, citizenId: string) => Promise<void>;
    readonly dropFaceChecks: (tx: Sql, citizenId: string) => Promise<void>;
  };
  readonly signOutEverywhere: (citizenId: string) => Promise<void>;
}

type ShownConsent = Reply<'consent.give'>;

const gone = '（这一版原文不在城市文件里，只留有它的指纹）';

/** Consents with the wording, version and time of each; giving, withdrawing, and what a withdrawal does. Source: docs/rules/identity.md R16. */
export const wireConsent = ({ db, now, newId, city, effects, signOutEverywhere }: ConsentDeps) => {
  const wordings = wordingsOf(city);
  const current = (kind: Kind): Wording => wordings.currentOf(kind, beijingDay(now()));
  const required = (kind: Kind): Problem => new Problem('consent.required', { detail: `请先阅读并同意《${current(kind).title}》。` });

  const show = ({ id, kind, version, textDigest, givenAt, withdrawnAt, liveKey }: ConsentRow): ShownConsent => {
    const wording = wordings.versionOf(kind, version);
    const same = wording?.digest === textDigest;
    return {
      consentId: id,
      kind,
      version,
      title: wording?.title ?? current(kind).title,
      text: wording && same ? wording.text : gone,
      givenAt,
      withdrawnAt,
      withdrawEffect: wording?.withdrawEffect ?? current(kind).withdrawEffect,
      current: liveKey !== null,
    };
  };

  const record = async (tx: Sql, citizenId: string, { kind, version, digest }: Wording): Promise<ConsentRow> => {
    const live = await findLiveConsent(tx, citizenId, kind);
    if (live?.version === version) return live;
    if (live) await retireConsent(tx, live.id);
    const row = {
      id: newId(),
      citizenId,
      kind,
      version,
      textDigest: digest,
      givenAt: toInstant(now()),
      withdrawnAt: null,
      liveKey: liveKeyOf(citizenId, kind),
    };
    await insertConsent(tx, row);
    return row;
  };

  /** Somebody without a consent to process the document is nobody here: the tie to the person goes, and all that hung on it. */
  const applyWithdrawal = async (tx: Sql, citizenId: string, kind: Kind): Promise<void> => {
    if (kind === 'identity' || kind === 'privacy') {
      await effects.endBindings(tx, citizenId, '本人撤回了实名信息的同意');
      await effects.untie(tx, citizenId);
    }
    if (kind === 'child') await effects.endChildren(tx, citizenId);
    if (kind === 'face') await effects.dropFaceChecks(tx, citizenId);
  };

  /** @throws Problem `consent.wording_changed` */
  const give = async ({ citizen: { citizenId }, body, keep }: Call<'consent.give'>): Promise<ShownConsent> => {
    const wording = current(body.kind);
    if (wording.version !== body.version) throw new Problem('consent.wording_changed');
    try {
      return await db.inTx(async tx => {
        const reply = show(await record(tx, citizenId, wording));
        await keep(tx, reply);
        return reply;
      });
    } catch (error) {
      const live = error instanceof UniqueViolation ? await findLiveConsent(db, citizenId, body.kind) : null;
      if (live) return show(live);
      throw error;
    }
  };

  /** @throws Problem `consent.not_found`, `consent.already_withdrawn` */
  const withdraw = async ({ citizen: { citizenId }, params }: Call<'consent.withdraw'>): Promise<ShownConsent> => {
    const consent = await readConsent(db, params.consentId, citizenId);
    if (!consent) throw new Problem('consent.not_found');
    if (consent.liveKey === null) throw new Problem('consent.already_withdrawn');
    const at = toInstant(now());
    // Signing out first: whatever happens in between, nobody stays signed in after a withdrawal.
    if (consent.kind === 'privacy') await signOutEverywhere(citizenId);
    await db.inTx(async tx => {
      if ((await withdrawConsentRow(tx, consent.id, at)) === 0) throw new Problem('consent.already_withdrawn');
      await applyWithdrawal(tx, citizenId, consent.kind);
    });
    return show({ ...consent, withdrawnAt: at, liveKey: null });
  };

  const handlers: Handlers<'consent'> = {
    'consent.list': async ({ citizen }) => ({ consents: (await listConsents(db, citizen.citizenId)).map(show) }),
    'consent.give': give,
    'consent.withdraw': withdraw,
    'consent.readWording': ({ params }) => current(params.kind),
  };

  return {
    handlers,
    /** @throws Problem `consent.required`, `consent.wording_changed` the city has a newer wording than the one agreed to */
    async requireConsent(citizenId: string, kind: Kind): Promise<void> {
      const live = await findLiveConsent(db, citizenId, kind);
      const { version, title } = current(kind);
      if (!live) throw required(kind);
      if (live.version !== version) throw new Problem('consent.wording_changed', { detail: `《${title}》有新的版本。` });
    },
    /**
     * In the transaction of what hangs on these consents: one that was withdrawn while an upstream was asked refuses it, and one that is
     * withdrawn from now on finds it and ends it.
     * @throws Problem `consent.required`
     */
    async holdConsents(tx: Sql, citizenId: string, kinds: readonly Kind[]): Promise<void> {
      for (const kind of kinds) if ((await holdLiveConsent(tx, citizenId, kind)) === 0) throw required(kind);
    },
    /** Records consent to today's wordings: a demo account has agreed to all it shows. */
    async giveCurrent(citizenId: string, kinds: readonly Kind[]): Promise<void> {
      await db.inTx(async tx => {
        for (const kind of kinds) await record(tx, citizenId, current(kind));
      });
    },
  };
};
