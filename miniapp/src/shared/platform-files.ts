import Taro from '@tarojs/taro';
import { platform } from './platform';

/** A file the person picked. It stays where it is on the phone and is read piece by piece. */
export interface PickedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** @throws when the phone has thrown it away, as WeChat does with chosen files once the app is closed. */
  readonly read: (from: number, length: number) => Promise<ArrayBuffer>;
}

/** `none`: given up, or nothing was chosen. `refused`: the phone or WeChat does not allow it. */
export type Picked = { readonly files: readonly PickedFile[] } | { readonly why: 'none' | 'refused' };

/** What the server takes; it tells by content, this only spares the person a wrong choice. HEIC is not among them: iOS then hands out JPEG. */
const photoTypes = 'image/jpeg,image/png,image/webp';

const fromBlob = (file: File): PickedFile => ({
  name: file.name,
  sizeBytes: file.size,
  read: (from, length) => file.slice(from, from + length).arrayBuffer(),
});

const fromPath = (name: string, filePath: string, sizeBytes: number): PickedFile => ({
  name,
  sizeBytes,
  read: (position, length) =>
    new Promise((resolve, reject) =>
      Taro.getFileSystemManager().readFile({
        filePath,
        position,
        length,
        success: ({ data }) => (typeof data === 'string' ? reject(new Error('text instead of bytes')) : resolve(data)),
        fail: reject,
      }),
    ),
});

/** A browser asks for files by a field nobody sees. A browser without the `cancel` event never answers when given up: nothing waits for it. */
const byInput = (accept: string, most: number, camera: boolean): Promise<Picked> =>
  new Promise(resolve => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = most > 1 && !camera;
    if (camera) input.setAttribute('capture', 'environment');
    input.style.display = 'none';
    document.body.appendChild(input);
    const settle = (picked: Picked) => {
      input.remove();
      resolve(picked);
    };
    input.addEventListener('change', () => {
      const files = Array.from(input.files ?? []).slice(0, most);
      settle(files.length > 0 ? { files: files.map(fromBlob) } : { why: 'none' });
    });
    input.addEventListener('cancel', () => settle({ why: 'none' }));
    input.click();
  });

const given = (cause: unknown): Picked => ({
  why: /cancel/.test(String((cause as { errMsg?: string } | null)?.errMsg ?? cause)) ? 'none' : 'refused',
});

const endingOf = (path: string): string => /\.(\w{2,5})$/.exec(path)?.[1]?.toLowerCase() ?? 'jpg';

/** Photos, by the camera or from the album; `compressed` makes WeChat hand out JPEG, also of HEIC. `first`: number in the name of the first one. */
const choosePhotos = async (from: 'camera' | 'album', most: number, first: number): Promise<Picked> => {
  if (!platform.isWeapp) return byInput(photoTypes, most, from === 'camera');
  try {
    const { tempFiles } = await Taro.chooseMedia({
      count: from === 'camera' ? 1 : Math.min(most, 20),
      mediaType: ['image'],
      sourceType: [from],
      sizeType: ['compressed'],
    });
    return {
      files: tempFiles.map(({ tempFilePath, size }, i) => fromPath(`照片 ${first + i}.${endingOf(tempFilePath)}`, tempFilePath, size)),
    };
  } catch (cause) {
    return given(cause);
  }
};

/** A PDF or a picture kept as a file: on weapp out of a chat, the only place WeChat lets files be chosen from. */
const chooseFiles = async (most: number): Promise<Picked> => {
  if (!platform.isWeapp) return byInput(`application/pdf,${photoTypes}`, most, false);
  try {
    const { tempFiles } = await Taro.chooseMessageFile({
      count: Math.min(most, 20),
      type: 'file',
      extension: ['pdf', 'jpg', 'jpeg', 'png', 'webp'],
    });
    return { files: tempFiles.map(({ name, path, size }) => fromPath(name, path, size)) };
  } catch (cause) {
    return given(cause);
  }
};

/** A filled-in sheet: on weapp out of a chat, where it came back from a computer. */
const chooseSheet = async (): Promise<Picked> => {
  if (!platform.isWeapp) return byInput('.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 1, false);
  try {
    const { tempFiles } = await Taro.chooseMessageFile({ count: 1, type: 'file', extension: ['xlsx'] });
    return { files: tempFiles.map(({ name, path, size }) => fromPath(name, path, size)) };
  } catch (cause) {
    return given(cause);
  }
};

export const platformFiles = { choosePhotos, chooseFiles, chooseSheet } as const;
