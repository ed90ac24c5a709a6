import { distFile, type Edit } from './build';
import type { Kind, Site } from './sites';

export interface Planted {
  readonly name: string;
  /** A test (part of its title) or file that this fault is shown to first. */
  readonly near: string;
  readonly edits: (sites: readonly Site[]) => readonly Edit[];
}

/** By what the source line says. @throws unless exactly one place of this kind fits */
const at =
  (kind: Kind, file: string, line: string, words?: RegExp) =>
  (sites: readonly Site[]): readonly Edit[] => {
    const fitting = sites.filter(
      site => site.kind === kind && site.place.file.endsWith(file) && site.place.text.includes(line) && (words?.test(site.words) ?? true),
    );
    const [only] = fitting;
    if (!only || fitting.length > 1)
      throw new Error(`${kind} in ${file} “${line}”: ${fitting.length} places\n${fitting.map(one => `  ${one.words}`).join('\n')}`);
    return only.edits;
  };

/** In the text of the dist. `ID` stands for any name a minifier gives. @throws unless it is there exactly once */
const change = (file: string, find: RegExp, put: string) => (): readonly Edit[] => {
  const text = distFile(file);
  const found = [...text.matchAll(new RegExp(find.source.replaceAll('ID', '[\\w$]+'), 'g'))];
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${find} in ${file}: ${found.length} places`);
  const words = put.replace(/\$(\d)/g, (_, n: string) => only[Number(n)] ?? '');
  return [{ file, from: only.index, to: only.index + only[0].length, put: words }];
};

const everywhere = (file: string, find: RegExp, put: string) => (): readonly Edit[] =>
  [...distFile(file).matchAll(new RegExp(find, 'g'))].map(({ index, 0: words }) => ({ file, from: index, to: index + words.length, put }));

const pair =
  (...all: readonly ReturnType<typeof change>[]) =>
  (): readonly Edit[] =>
    all.flatMap(one => one());

/** The faults that an app of this kind is known for. */
export const planted: readonly Planted[] = [
  {
    name: 'a page is missing in app.json',
    near: 'reads the file down to one record',
    edits: change('app.json', /"pages\/record\/index",/, ''),
  },
  {
    name: 'a wrong root of a subpackage',
    near: 'checks the reads on the phone',
    edits: change('app.json', /"root":"ledger"/, '"root":"ledgers"'),
  },
  {
    name: 'the template of a page reads another key than setData writes',
    near: 'renews an expired token once',
    edits: change('file/pages/overview/index.wxml', /root:root/, 'root:data'),
  },
  {
    name: 'the template binds no tap',
    near: 'renews an expired token once',
    edits: everywhere('base.wxml', / bindtap="eh"/, ''),
  },
  {
    name: 'a wrong tab is opened',
    near: 'weapp/main-job',
    edits: change('common.js', /"\/tabs\/home\/index"/, '"/tabs/me/index"'),
  },
  {
    name: 'a button is bound to nothing',
    near: 'renews an expired token once',
    edits: at('drop a bind', 'account/demo-people.tsx', 'onClick={agreed'),
  },
  {
    name: 'what a page has read is kept under a wrong key',
    near: 'renews an expired token once',
    edits: at('rename a key', 'shared/use-load.ts', 'data: outcome.ok', /^data$/),
  },
  {
    name: 'a problem is swallowed: no banner, only a toast',
    near: 'loses the reply of a wish',
    edits: change('common.js', /ID\.ok\|\|ID\((ID)\.problem\)/, 'wx.showToast({title:$1.ok?"":$1.problem.title,icon:"none"})'),
  },
  {
    name: 'a rejected promise of WeChat is swallowed: the network is taken to be there',
    near: 'offline loses nothing',
    edits: change('common.js', /"none"!==ID\)/, '!0)'),
  },
  {
    name: 'a page that is shown again does not read again',
    near: 'tells on the home page what came while it was away',
    edits: at('drop a call', 'tabs/home/index.tsx', '', /useDidShow/),
  },
  {
    name: 'a second tap sends a second time',
    near: 'sends once however often one taps',
    edits: change('common.js', /if\(!ID\.current\)(\{ID\.n=1;break\}return ID\.a\(2,void 0\))/, 'if(!0)$1'),
  },
  {
    name: 'a retry is a new wish',
    near: 'loses the reply of a wish',
    edits: at('rename a key', 'shared/call.ts', 'Idempotency-Key', /Idempotency/),
  },
  {
    name: 'an expired token is not renewed',
    near: 'renews an expired token once',
    edits: change('common.js', /if\((ID)=(ID)\.v,ID\|\|!ID\(\1\)\)/, 'if($1=$2.v,!0)'),
  },
  {
    name: 'a renewal that is over is taken to be under way still',
    near: 'renews an expired token once',
    edits: change('common.js', /finally\(function\(\)\{ID=null\}\)/, 'finally(function(){})'),
  },
  {
    name: 'signing out leaves the credential on the phone',
    near: 'signs out at the server and on the phone',
    edits: at('drop a call', 'shared/session.ts', 'renewalStore.clear()', /clear/),
  },
  {
    name: 'the credential is kept without encryption',
    near: 'keeps nothing of a person on the phone',
    edits: pair(
      change('common.js', /(setStorage\(\{key:ID,data:ID),encrypt:!0/, '$1,encrypt:!1'),
      change('common.js', /(getStorage\(\{key:ID),encrypt:!0/, '$1,encrypt:!1'),
    ),
  },
  {
    name: 'who the person is stays on the phone in clear',
    near: 'keeps nothing of a person on the phone',
    edits: change('common.js', /\{identity:(ID),identityProblem:null/, '{identity:(wx.setStorageSync("who",$1),$1),identityProblem:null'),
  },
  {
    name: 'the reads are kept on the phone whole',
    near: 'checks the reads on the phone',
    edits: change('ledger/pages/reads/index.js', /(ID)\.head\),/, '$1),'),
  },
  {
    name: 'a chain of reads that was changed counts as whole',
    near: 'checks the reads on the phone',
    edits: change(
      'ledger/pages/reads/index.js',
      /\{state:"broken",rows:(ID)\.head\.seq,fault:ID\}/,
      '{state:"whole",head:$1.head,rows:$1.head.seq,erased:0}',
    ),
  },
  {
    name: 'WeChat’s question about privacy is never answered',
    near: 'agreed: the act goes on',
    edits: at('drop a bind', 'ui/privacy-question.tsx', 'onAgreePrivacyAuthorization'),
  },
  {
    name: 'a shared card leads to the wrong page',
    near: 'goes to a chat as a card',
    edits: change('report/pages/report/index.js', /path:(ID\.ID)\.verify\(/, 'path:$1.help('),
  },
  {
    name: 'the scene of a mini-program code is not read',
    near: 'by a mini-program code with a scene',
    edits: change('verify/pages/verify/index.js', /decodeURIComponent\(ID\)/, '""'),
  },
  {
    name: 'a section that was not fetched is drawn as one without records',
    near: 'never draws a section that was not fetched as none',
    edits: pair(
      change('file/sub-vendors.js', /missing:ID\.filter\(function\(ID\)\{return"unavailable"===ID\.state\}\)/, 'missing:[]'),
      change(
        'file/sub-vendors.js',
        /none:(ID)\.filter\(function\((ID)\)\{return"unavailable"!==ID\.state&&0===/,
        'none:$1.filter(function($2){return!$2.total||0===',
      ),
    ),
  },
  {
    name: 'one acts for another than one has chosen',
    near: 'binds a merchant at once',
    edits: change('common.js', /setState\(\{actingId:ID([,}])/, 'setState({actingId:null$1'),
  },
  {
    name: 'what the server says about a field stands under another one',
    near: 'in the largest text, and with a new account',
    edits: change('account/sub-vendors.js', /pointer:"\/idNumber"/, 'pointer:"/name"'),
  },
  {
    name: 'the way back leads nowhere',
    near: 'goes back to where one came from',
    edits: change('common.js', /ID\(\)\.navigateBack\(\)/, 'void 0'),
  },
  {
    name: 'a list is stale after a submission',
    near: 'signs another phone out',
    edits: at('drop a call', 'devices/index.tsx', '', /\.reload\(\)/),
  },
  {
    name: 'the elder mode is not put on',
    near: 'keeps what was chosen as text size',
    edits: change('common.js', /" elder"/, '""'),
  },
  {
    name: 'the chosen text size is forgotten',
    near: 'keeps what was chosen as text size',
    edits: at('drop a call', 'shared/display.ts', 'chooseSize'),
  },
  {
    name: 'WeChat’s own text size is not followed',
    near: 'follows the text size',
    edits: at('negate a condition', 'shared/platform.ts', 'fontSizeScaleFactor ===', /typeof/),
  },
  {
    name: 'a button has no label',
    near: 'to somebody who has not signed in',
    edits: change('common.js', /role:"button","aria-label":(ID),"aria-disabled"/, 'role:"button","aria-disabled"'),
  },
  {
    name: 'a box has no role',
    near: 'renews an expired token once',
    edits: at('rename a key', 'ui/form.tsx', "role={kind === 'radio'", /role/),
  },
  {
    name: 'a consent is ticked and not sent',
    near: 'verifies by face',
    edits: at('negate a condition', 'account/consent-box.tsx', 'for (const kind of kinds)', /done/),
  },
  {
    name: 'months are counted from nought',
    near: 'of files that are whole',
    edits: change('common.js', /getUTCMonth\(\)\+1/, 'getUTCMonth()'),
  },
  {
    name: 'a day is not Beijing’s',
    near: 'of files that are whole',
    edits: change('common.js', /(ID)=288e5,/, '$1=0,'),
  },
  {
    name: 'a report that has ended is said to be valid',
    near: 'reads the file down to one record',
    edits: change('verify/pages/verify/index.js', /case"revoked":/, 'case"gone":'),
  },
  {
    name: 'a changed code is not refused',
    near: 'says no to a code that was changed',
    edits: change('verify/pages/verify/index.js', /"verify\.unknown"===/, '"verify.none"==='),
  },
  {
    name: 'the PDF stays on the phone after it was read',
    near: 'opens in WeChat’s reader',
    edits: at('drop a call', 'shared/platform.ts', 'files.unlink'),
  },
];
