import Taro from '@tarojs/taro';
import { platform } from './platform';

/** What both platforms draw with: the part of Canvas 2D that is used. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'measureText'
  | 'save'
  | 'restore'
  | 'translate'
  | 'rotate'
  | 'setLineDash'
> & { drawImage(image: Stamp, left: number, top: number, width: number, height: number): void };

/** A picture that can be drawn; only its platform knows what it is. */
export type Stamp = HTMLImageElement;

export interface PictureWish {
  /** Id of the `<Canvas type="2d">` on the page: WeChat draws only on one that is there. */
  readonly canvasId: string;
  readonly width: number;
  readonly height: number;
  /** PNG in base64 that is drawn too; null: none. */
  readonly png: string | null;
  readonly draw: (brush: Brush, stamp: Stamp | null) => void;
}

interface Surface {
  width: number;
  height: number;
  getContext(kind: '2d'): Brush | null;
}
interface PhoneSurface extends Surface {
  createImage(): Stamp;
}

const loaded = (image: Stamp, source: string): Promise<Stamp> =>
  new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('a picture that cannot be read'));
    image.src = source;
  });

const drawOn = (surface: Surface, { width, height, draw }: PictureWish, stamp: Stamp | null): void => {
  surface.width = width;
  surface.height = height;
  const brush = surface.getContext('2d');
  if (!brush) throw new Error('no canvas');
  draw(brush, stamp);
};

const findSurface = (canvasId: string): Promise<PhoneSurface | null> =>
  new Promise(resolve =>
    Taro.createSelectorQuery()
      .select(`#${canvasId}`)
      .node(found => resolve((found?.node as PhoneSurface | undefined) ?? null))
      .exec(),
  );

const stampFile = (): string => `${Taro.env.USER_DATA_PATH}/stamp.png`;

/** A picture reaches WeChat's canvas as a file. */
const stampOnPhone = async (surface: PhoneSurface, png: string): Promise<Stamp> => {
  const filePath = stampFile();
  const files = Taro.getFileSystemManager();
  await new Promise<void>((resolve, reject) =>
    files.writeFile({ filePath, data: png, encoding: 'base64', success: () => resolve(), fail: reject }),
  );
  try {
    return await loaded(surface.createImage(), filePath);
  } finally {
    files.unlink({ filePath });
  }
};

const drawInWechat = async (wish: PictureWish): Promise<string | null> => {
  const surface = await findSurface(wish.canvasId);
  if (!surface) return null;
  drawOn(surface, wish, wish.png === null ? null : await stampOnPhone(surface, wish.png));
  const { tempFilePath } = await Taro.canvasToTempFilePath({ canvas: surface as unknown as Taro.Canvas, fileType: 'png' });
  return tempFilePath;
};

const drawInBrowser = async (wish: PictureWish): Promise<string> => {
  const surface = document.createElement('canvas');
  drawOn(surface as unknown as Surface, wish, wish.png === null ? null : await loaded(new Image(), `data:image/png;base64,${wish.png}`));
  return surface.toDataURL('image/png');
};

/** Draws a picture. Its address is for `<Image>` and for `savePicture`; null: this device cannot draw. */
export const drawPicture = async (wish: PictureWish): Promise<string | null> => {
  try {
    return await (platform.isWeapp ? drawInWechat(wish) : drawInBrowser(wish));
  } catch {
    return null;
  }
};

/** `denied`: the person or WeChat does not let the app write to the album; `cancelled`: given up. */
export type Saved = 'saved' | 'denied' | 'cancelled' | 'failed';

/** Into the album on weapp, as a downloaded file on H5. */
export const savePicture = async (address: string, fileName: string): Promise<Saved> => {
  if (!platform.isWeapp) {
    const link = document.createElement('a');
    link.href = address;
    link.download = fileName;
    link.click();
    return 'saved';
  }
  try {
    await Taro.saveImageToPhotosAlbum({ filePath: address });
    return 'saved';
  } catch (cause) {
    const said = String((cause as { errMsg?: string } | null)?.errMsg ?? cause);
    if (/cancel/.test(said)) return 'cancelled';
    return /auth|privacy/.test(said) ? 'denied' : 'failed';
  }
};

/** WeChat does not ask a second time for a permission that was refused: the person gives it in WeChat's own list. true: the album may be written now. */
export const askForAlbum = async (): Promise<boolean> => {
  if (!platform.isWeapp) return true;
  try {
    const { authSetting } = await Taro.openSetting();
    return authSetting['scope.writePhotosAlbum'] === true;
  } catch {
    return false;
  }
};
