import type { Drawing, Stroke } from '../phone';
import { Refusal, type WxNow, type WxPart } from './part';
import { needConsent } from './privacy';

/** Methods of a 2D context whose effect a browser can repeat later. Any other one throws with its name. */
const repeatable = new Set([
  'fillRect',
  'strokeRect',
  'clearRect',
  'fillText',
  'save',
  'restore',
  'translate',
  'rotate',
  'scale',
  'setLineDash',
  'drawImage',
]);
const properties = new Set(['fillStyle', 'strokeStyle', 'lineWidth', 'font', 'textAlign', 'textBaseline', 'globalAlpha']);
const usual: Readonly<Record<string, unknown>> = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  lineWidth: 1,
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  globalAlpha: 1,
};

interface Surface {
  width: number;
  height: number;
  readonly strokes: Stroke[];
  readonly stamps: Record<string, Buffer>;
}
interface Stamp {
  readonly bytes: Buffer;
}

const surfaces = new WeakMap<object, { readonly surface: Surface; readonly handle: object }>();
/** The app's own handle of a canvas, back to what was drawn on it. */
const ofHandle = new WeakMap<object, Surface>();
const stamps = new WeakMap<object, Stamp>();

/** A full-width letter is as wide as it is high, any other half of it: a guess, there is no font here. */
const guessWidth = (font: string, text: string): number => {
  const px = Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
  return Array.from(text).reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? px : px * 0.55), 0);
};

const pngSize = (bytes: Buffer): readonly [width: number, height: number] | null =>
  bytes.subarray(1, 4).toString('latin1') === 'PNG' ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : null;

/** WeChat loads a picture from a file of the app; its `onload` comes in a later turn. */
const makeImage = ({ phone, realm }: WxNow): object => {
  const image = realm.give({ width: 0, height: 0 }) as Record<string, unknown>;
  const load = (path: string): void => {
    realm.later(() => {
      // Read in that turn: a file that is gone by then cannot be.
      const bytes = phone.files.get(path);
      const size = bytes ? pngSize(bytes) : null;
      if (!bytes || !size) return void (image.onerror as (() => void) | undefined)?.();
      [image.width, image.height] = size;
      stamps.set(image, { bytes });
      (image.onload as (() => void) | undefined)?.();
    });
  };
  Object.defineProperty(image, 'src', {
    set: (path: unknown) => {
      if (/^data:|^https?:\/\/(?!usr|tmp)/.test(String(path)))
        throw realm.error('weapp harness: an image of a canvas is loaded from a file only');
      load(String(path));
    },
  });
  return image;
};

const makeBrush = ({ realm }: WxNow, surface: Surface): object => {
  let state = { ...usual };
  const saved: (typeof state)[] = [];
  const call = (name: string, args: readonly unknown[]): void => {
    const [first, ...rest] = args;
    if (name !== 'drawImage') {
      surface.strokes.push({ call: name, args: JSON.parse(JSON.stringify(args)) as unknown[] });
      if (name === 'save') saved.push({ ...state });
      if (name === 'restore') state = saved.pop() ?? state;
      return;
    }
    const stamp = typeof first === 'object' && first !== null ? stamps.get(first) : undefined;
    if (!stamp) throw realm.error('weapp harness: drawImage of a picture that is not loaded');
    const stampName = `stamp${Object.keys(surface.stamps).length}`;
    surface.stamps[stampName] = stamp.bytes;
    surface.strokes.push({ call: name, args: [stampName, ...(rest as number[])] });
  };
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === 'symbol') return undefined;
        if (properties.has(name)) return state[name];
        if (name === 'measureText') return (text: string) => realm.give({ width: guessWidth(String(state.font), text) });
        if (repeatable.has(name)) return (...args: unknown[]) => call(name, args);
        return () => {
          throw realm.error(`weapp harness: CanvasContext.${name} is not implemented`);
        };
      },
      set(_, name, to) {
        if (typeof name === 'symbol' || !properties.has(name))
          throw realm.error(`weapp harness: CanvasContext.${String(name)} is not implemented`);
        state[name] = to;
        surface.strokes.push({ set: name, to });
        return true;
      },
    },
  );
};

/** What the app gets hold of: the size, the 2D context and pictures; nothing else. */
const makeHandle = (now: WxNow, surface: Surface): object => {
  let brush: object | null = null;
  const known: Record<string, unknown> = {
    getContext(kind: string) {
      if (kind !== '2d') throw now.realm.error(`weapp harness: a canvas of kind ${kind} is not implemented`);
      brush ??= makeBrush(now, surface);
      return brush;
    },
    createImage: () => makeImage(now),
  };
  return new Proxy(known, {
    get(target, name) {
      if (name === 'width' || name === 'height') return surface[name];
      if (typeof name === 'symbol' || name in target || name === 'toJSON' || name === 'then') return Reflect.get(target, name);
      return () => {
        throw now.realm.error(`weapp harness: Canvas.${name} is not implemented`);
      };
    },
    set(_, name, to) {
      if (name !== 'width' && name !== 'height') throw now.realm.error(`weapp harness: Canvas.${String(name)} is not implemented`);
      // As in a browser: setting a side empties it.
      surface[name] = Number(to);
      surface.strokes.length = 0;
      return true;
    },
  });
};

export const surfaceOf = (now: WxNow, key: object): object => {
  const known = surfaces.get(key);
  if (known) return known.handle;
  const surface: Surface = { width: 300, height: 150, strokes: [], stamps: {} };
  const handle = makeHandle(now, surface);
  surfaces.set(key, { surface, handle });
  ofHandle.set(handle, surface);
  return handle;
};

let pictures = 0;

/** The album may be written after a person's yes; a no is remembered until it is changed in WeChat's own list. */
const mayWriteAlbum = (now: WxNow): boolean => {
  now.phone.albumAllowed ??= now.phone.answers.album === 'allow';
  return now.phone.albumAllowed;
};

/** Canvas 2D, noted instead of drawn (`drawing.ts` draws it in Chromium), and the album. */
export const canvasPart = (now: WxNow): WxPart => ({
  later: {
    canvasToTempFilePath({ canvas, fileType = 'png' }: { canvas?: object; fileType?: string }) {
      const surface = canvas && ofHandle.get(canvas);
      if (!surface) throw new Refusal('fail invalid viewId');
      if (fileType !== 'png') throw new Error(`weapp harness: wx.canvasToTempFilePath makes only png`);
      pictures += 1;
      const tempFilePath = `http://tmp/canvas-${pictures}.png`;
      const drawing: Drawing = {
        width: surface.width,
        height: surface.height,
        strokes: [...surface.strokes],
        stamps: { ...surface.stamps },
      };
      now.phone.drawings.set(tempFilePath, drawing);
      return { tempFilePath };
    },
    async saveImageToPhotosAlbum({ filePath }: { filePath: string }) {
      await needConsent(now, 'saveImageToPhotosAlbum');
      const drawing = now.phone.drawings.get(filePath);
      if (!drawing) throw new Refusal('fail invalid file type');
      if (!mayWriteAlbum(now)) throw new Refusal('auth deny');
      now.phone.album.push(drawing);
      return {};
    },
    openSetting() {
      if (!now.app.isTapping) throw new Refusal('can only be invoked by user TAP gesture.');
      if (now.phone.answers.setting === 'allow_album') now.phone.albumAllowed = true;
      return { authSetting: now.phone.albumAllowed === null ? {} : { 'scope.writePhotosAlbum': now.phone.albumAllowed } };
    },
  },
});
