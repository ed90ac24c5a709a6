import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appOf, type Check, filesOf, type Ground, placeOf, root, textOf } from './ground';

/** By WeChat's documentation: refused unless app.json names them in `requiredPrivateInfos`. */
const placeCalls =
  /^(getFuzzyLocation|getLocation|onLocationChange|startLocationUpdate|startLocationUpdateBackground|chooseLocation|choosePoi|chooseAddress)$/;
/** Call → the mode that `requiredBackgroundModes` must have. */
const backgroundModes = new Map([
  ['getBackgroundAudioManager', 'audio'],
  ['startLocationUpdateBackground', 'location'],
]);
/** Calls and `open-type`s that WeChat counts as touching something private, so that the guide must name them. */
const privateCalls = new RegExp(
  `^(${[
    'get(PhoneNumber|RealtimePhoneNumber|UserInfo|UserProfile|WeRunData|ClipboardData|RecorderManager|BackgroundAudioManager|LocalIPAddress)',
    'setClipboardData|chooseAvatar|chooseMedia|chooseImage|chooseVideo|chooseMessageFile|chooseInvoice|chooseInvoiceTitle|chooseLicensePlate|chooseContact',
    'saveImageToPhotosAlbum|saveVideoToPhotosAlbum|addPhoneContact|addPhoneCalendar|addPhoneRepeatCalendar|createCameraContext|startRecord',
    'openBluetoothAdapter|startBeaconDiscovery|startWifi|startAccelerometer|startCompass|startGyroscope|startDeviceMotionListening',
  ].join('|')})$`,
);
/** Not calls: a constant, a global, and Taro's own name. */
const noCall = new Set(['env', 'getCurrentPages']);

type Use = { readonly call: string; readonly place: string };

const usesOf = ({ source }: Ground): Use[] =>
  filesOf(source, /\.tsx?$/).flatMap(name => {
    const text = textOf(source, name);
    return [...text.matchAll(/\b(?:Taro|wx)\.([a-z]\w*)|\bopenType="(\w+)"/g)]
      .map(({ 1: called, 2: opened, index }) => ({ call: called ?? opened ?? '', place: placeOf(name, text, index) }))
      .filter(({ call }) => !noCall.has(call));
  });

const table = 'docs/weapp-apis.md';
/** Call → its kind in the privacy guide, null for none. */
const declaredCalls = (): ReadonlyMap<string, string | null> =>
  new Map(
    [...textOf(root, table).matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, call, kind]) => [
      call ?? '',
      kind?.trim() === '—' ? null : (kind ?? ''),
    ]),
  );

const undeclared = (ground: Ground): string[] => {
  const declared = declaredCalls();
  const uses = usesOf(ground);
  const used = new Set(uses.map(({ call }) => call));
  return [
    ...uses.filter(({ call }) => !declared.has(call)).map(({ call, place }) => `${place} ${call} is not in ${table}`),
    ...[...declared.keys()].filter(call => !used.has(call)).map(call => `${table}:1 ${call} is declared but not called`),
    ...uses
      .filter(({ call }) => privateCalls.test(call) && declared.get(call) === null)
      .map(({ call, place }) => `${place} ${call} is private to WeChat: ${table} must say its kind`),
  ];
};

const unpermitted = (ground: Ground): string[] => {
  const app = appOf(ground);
  const asks = [...declaredCalls().values()].some(kind => kind !== null);
  const faults = usesOf(ground).flatMap(({ call, place }) => {
    const mode = backgroundModes.get(call);
    return [
      placeCalls.test(call) && !app.requiredPrivateInfos?.includes(call)
        ? `${place} ${call} is not in requiredPrivateInfos of app.json`
        : null,
      mode && !app.requiredBackgroundModes?.includes(mode) ? `${place} ${call} needs ${mode} in requiredBackgroundModes of app.json` : null,
      /Location/.test(call) && placeCalls.test(call) && !app.permission?.['scope.userLocation']?.desc
        ? `${place} ${call} needs permission scope.userLocation with a reason`
        : null,
    ].filter(fault => fault !== null);
  });
  const unused = (app.requiredPrivateInfos ?? [])
    .filter(call => !usesOf(ground).some(use => use.call === call))
    .map(call => `app.json:1 requiredPrivateInfos has ${call}, which nothing calls`);
  return [...faults, ...unused, ...(asks && app.__usePrivacyCheck__ !== true ? ['app.json:1 __usePrivacyCheck__ is not true'] : [])];
};

/** What a dist calls past Taro would be seen by no check of the source. */
const pastTaro = ({ dist }: Ground): string[] =>
  filesOf(dist, /\.js$/)
    .filter(name => name !== 'taro.js')
    .flatMap(name => {
      const text = textOf(dist, name);
      return [...text.matchAll(/\bwx\.(\w+)\(/g)].map(
        ({ 1: call, index }) => `${placeOf(name, text, index)} wx.${call} is called past Taro`,
      );
    });

type ProjectConfig = {
  readonly appid: string;
  readonly miniprogramRoot: string;
  readonly compileType: string;
  readonly setting: Record<string, boolean>;
};

const oddProject = ({ dist }: Ground): string[] => {
  const at = (says: string) => `project.config.json:1 ${says}`;
  const { appid, miniprogramRoot, compileType, setting } = JSON.parse(textOf(dist, 'project.config.json')) as ProjectConfig;
  return [
    /^(touristappid|wx[0-9a-f]{16})$/.test(appid) ? null : at(`appid ${appid} is neither WeChat's placeholder nor an AppID`),
    appid !== 'touristappid' || textOf(root, table).includes('touristappid')
      ? null
      : at(`the placeholder appid is not said so in ${table}`),
    miniprogramRoot === './' && compileType === 'miniprogram' ? null : at('does not point at this folder as a mini-program'),
    setting.urlCheck === true ? null : at('urlCheck is off: the domain whitelist would not be tried'),
    ...['es6', 'enhance', 'postcss', 'minified']
      .filter(key => setting[key] !== false)
      .map(key => at(`${key} is on: what is tested is not what is uploaded`)),
  ].filter(fault => fault !== null);
};

export const declaredChecks: readonly Check[] = [
  {
    name: 'every call to WeChat is declared, the private ones with their kind',
    find: undeclared,
    plant: ({ source }) => appendFileSync(join(source, 'shared/platform.ts'), '\nvoid Taro.chooseVideo({});\n'),
  },
  {
    name: 'app.json asks for what the calls need, and for no more',
    find: unpermitted,
    plant: ({ source }) => appendFileSync(join(source, 'shared/platform.ts'), '\nvoid Taro.getLocation({});\n'),
  },
  {
    name: 'nothing calls WeChat past Taro',
    find: pastTaro,
    plant: ({ dist }) => appendFileSync(join(dist, 'common.js'), '\nwx.getLocation({});\n'),
  },
  {
    name: 'project.config.json uploads what was tested',
    find: oddProject,
    plant: ({ dist }) => {
      const config = JSON.parse(textOf(dist, 'project.config.json')) as ProjectConfig;
      writeFileSync(join(dist, 'project.config.json'), JSON.stringify({ ...config, setting: { ...config.setting, es6: true } }));
    },
  },
];
