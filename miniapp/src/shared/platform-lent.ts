import Taro from '@tarojs/taro';
import { forget, keep, kept, platform } from './platform';

/** Names of files that were written for WeChat to show or send on, until they are deleted; they say nothing by themselves. */
const lentKey = 'lent';

const pathOf = (name: string): string => `${Taro.env.USER_DATA_PATH}/${name}`;
const lent = (): readonly string[] => {
  const names = kept(lentKey);
  return Array.isArray(names) ? names.filter(name => typeof name === 'string') : [];
};

/** Deletes all that was lent: when one comes back to the page, leaves it, and at the next launch where WeChat ended the app in between. */
export const takeBackLent = (): void => {
  if (!platform.isWeapp) return;
  for (const name of lent()) Taro.getFileSystemManager().unlink({ filePath: pathOf(name), fail: () => undefined });
  forget(lentKey);
};

/** Writes a file that WeChat is handed by its path. @throws when the phone is full */
const lend = async (name: string, bytes: Uint8Array): Promise<string> => {
  // Noted first: what was written is found again, whatever happens now.
  keep(lentKey, [...lent().filter(one => one !== name), name]);
  const data = bytes.slice().buffer as ArrayBuffer;
  const filePath = pathOf(name);
  await new Promise<void>((resolve, reject) =>
    Taro.getFileSystemManager().writeFile({ filePath, data, success: () => resolve(), fail: reject }),
  );
  return filePath;
};

/** `over`: WeChat shows it over the page. `here`: an address for a picture on the page, to be given back with `URL.revokeObjectURL`. */
export type Look = { readonly how: 'over' | 'failed' } | { readonly how: 'here'; readonly address: string };

/** Shows a picture to the person: WeChat's own viewer, where one zooms; on H5 on the page. */
export const showPicture = async (bytes: Uint8Array, { id, contentType }: { id: string; contentType: string }): Promise<Look> => {
  if (!platform.isWeapp) {
    const data = bytes.slice().buffer as ArrayBuffer;
    return { how: 'here', address: URL.createObjectURL(new Blob([data], { type: contentType })) };
  }
  try {
    const path = await lend(`paper-${id}.${contentType.split('/')[1] ?? 'jpg'}`, bytes);
    await Taro.previewImage({ urls: [path], current: path });
    return { how: 'over' };
  } catch {
    takeBackLent();
    return { how: 'failed' };
  }
};

/** A file that WeChat can send into a chat, ready on the phone; null: there was no room. */
export const readyToSend = async (bytes: Uint8Array, fileName: string): Promise<string | null> => {
  try {
    return await lend(fileName, bytes);
  } catch {
    takeBackLent();
    return null;
  }
};

/** WeChat opens its list of chats only in a tap of its own, so what is sent has to be ready before. */
export const sendToChat = async (filePath: string, fileName: string): Promise<'sent' | 'cancelled' | 'failed'> => {
  try {
    await Taro.shareFileMessage({ filePath, fileName });
    return 'sent';
  } catch (cause) {
    return /cancel/.test(String((cause as { errMsg?: string } | null)?.errMsg ?? cause)) ? 'cancelled' : 'failed';
  }
};
