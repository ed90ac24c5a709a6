import type { Site } from './sites';

interface Explained {
  readonly file: string;
  /** Part of the source line. */
  readonly line: string;
  readonly why: string;
}

/** Random faults that no test notices, each looked at. */
const explained: readonly Explained[] = [
  {
    file: 'report/use-report.ts',
    line: 'platform.showFile',
    why: 'WeChat’s reader never refuses a file here: the banner of a reader that does is not shown by any journey.',
  },
  { file: 'account/wechat-sign-in.tsx', line: 'kind="plain"', why: 'How a button looks; pictures are looked at for that.' },
  { file: 'shared/ui/paper.tsx', line: 'fact-value soft', why: 'How a value that was not given looks; its words are held to.' },
  { file: 'report/pages/report/index.tsx', line: 'skeleton=', why: 'Only a revocation that is refused shows it; no journey meets one.' },
  { file: 'ledger/read-entry.tsx', line: 'onClick={onAsk}', why: 'No journey asks about one read; its button is there, by name.' },
  { file: 'account/pages/merchants/index.tsx', line: 'if (sure) await', why: 'Nothing follows it: the same with and without waiting.' },
  {
    file: 'tabs/me/bind-phone.tsx',
    line: 'disabled={busy}',
    why: 'Only while the number is sent; a second tap is ignored by useSubmit as well.',
  },
  {
    file: 'tabs/me/bind-phone.tsx',
    line: 'onGetPhoneNumber',
    why: 'Only while the number is sent; a second tap is ignored by useSubmit as well.',
  },
  { file: 'tabs/me/index.tsx', line: '退出登录', why: 'The words of a button for the moment of signing out.' },
  {
    file: 'shared/transport.ts',
    line: 'clearTimeout',
    why: 'The same: what the timer rejects has lost the race, and nobody waits for it any more.',
  },
  {
    file: 'shared/session.ts',
    line: 'await beginSession',
    why: 'The token is in memory before the first wait; only a phone switched off in that moment would tell.',
  },
  {
    file: 'shared/session.ts',
    line: 'await renewalStore.write',
    why: 'The same: it is written a moment later, and only a phone switched off in that moment would tell.',
  },
  {
    file: 'account/pages/merchant-confirm/index.tsx',
    line: 'setShown(true)',
    why: 'The page asks again every few seconds by itself: it is only told sooner.',
  },
  {
    file: 'account/use-verification.ts',
    line: 'untilMs',
    why: 'The words while a face check is awaited, which the city answers within a moment.',
  },
  { file: 'shared/reminders.tsx', line: 'if (answer) await submit', why: 'Nothing follows it: the same with and without waiting.' },
  { file: 'account/pages/merchants/index.tsx', line: 'await ending.submit', why: 'Nothing follows it: the same with and without waiting.' },
  { file: 'shared/ui/form.tsx', line: 'field-box-multi', why: 'How the box of a field looks; pictures are looked at for that.' },
  {
    file: 'shared/platform.ts',
    line: 'key: renewalKey, data: token',
    why: 'A phone that refuses to keep the token is let be either way; no journey has a full storage at that moment.',
  },
  {
    file: 'shared/platform.ts',
    line: 'files.writeFile',
    why: 'The harness writes before it answers; on a phone the reader would open what is not there yet.',
  },
  {
    file: 'shared/call.ts',
    line: 'refused(arrival)) signedOutBy',
    why: 'A session that is over is told by the renewal; this is for a refusal right after a renewal that held, which the BFF never gives.',
  },
  {
    file: 'ledger/use-chain-check.ts',
    line: 'const readPage',
    why: 'The word for the moment in which the chain is computed again; what is found then is held to.',
  },
  {
    file: 'ledger/use-chain-check.ts',
    line: "state: 'checking'",
    why: 'The head kept on the phone was never read again in a journey; since then it is (`journey.honest`).',
  },
  {
    file: 'registration/fields.tsx',
    line: 'const disclosureWords',
    why: 'A line of the list of what is wrong, whose label is heard; since then held word for word (`test/weapp/registration.test.ts`).',
  },
  {
    file: 'registration/sealed-store.ts',
    line: "dropOld('waiting')",
    why: 'What waits is let go of after 30 days: `test/features/miniapp-submissions.test.ts` holds to it, no journey takes so long.',
  },
  { file: 'shared/ui/icon-shapes.ts', line: '', why: 'The drawing of an icon; pictures are looked at for that.' },
];

export const explain = ({ place, kind }: Site): string =>
  explained.find(one => place.file.endsWith(one.file) && place.text.includes(one.line))?.why ?? `not looked at yet (${kind})`;
