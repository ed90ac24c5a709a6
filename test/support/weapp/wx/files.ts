import { answer } from './answer';
import { Refusal, type WxNow, type WxPart } from './part';

interface FileOptions {
  filePath: string;
  data?: string | ArrayBuffer;
  encoding?: BufferEncoding;
  position?: number;
  length?: number;
}

/** WeChat: files that an app keeps for a user are at most 200 MB together. */
const userBytes = 200 * 1024 * 1024;
const isUsers = (path: string): boolean => path.startsWith('http://usr/');

/** What WeChat's reader opens. */
const readable = ['doc', 'xls', 'ppt', 'pdf', 'docx', 'xlsx', 'pptx'];

export const filesPart = (now: WxNow): WxPart => {
  const { files, openedFiles, answers } = now.phone;
  const existing = (path: string): Buffer => {
    const bytes = files.get(path);
    if (!bytes) throw new Refusal(`no such file or directory "${path}"`, { errno: 1300002 });
    return bytes;
  };
  const work = {
    writeFile({ filePath, data = '', encoding = 'utf8' }: FileOptions) {
      if (!isUsers(filePath)) throw new Refusal(`permission denied, open "${filePath}"`, { errno: 1300013 });
      const bytes = typeof data === 'string' ? Buffer.from(data, encoding) : Buffer.from(new Uint8Array(data));
      const kept = [...files].filter(([path]) => isUsers(path) && path !== filePath).reduce((sum, [, one]) => sum + one.length, 0);
      if (kept + bytes.length > userBytes) throw new Refusal('the maximum size of the file storage limit is exceeded', { errno: 1300202 });
      files.set(filePath, bytes);
      return {};
    },
    readFile({ filePath, encoding, position = 0, length }: FileOptions) {
      const whole = existing(filePath);
      const end = position + (length ?? whole.length - position);
      // WeChat: position in [0, fileLength - 1], length in [1, fileLength].
      if (position < 0 || position >= whole.length || end <= position || end > whole.length)
        throw new Refusal('the value of "position" or "length" is out of range', { errno: 1300066 });
      const bytes = whole.subarray(position, end);
      return { data: encoding ? bytes.toString(encoding) : new Uint8Array(bytes) };
    },
    unlink({ filePath }: FileOptions) {
      existing(filePath);
      files.delete(filePath);
      return {};
    },
    access({ path }: { path: string }) {
      existing(path);
      return {};
    },
    getFileInfo: ({ filePath }: FileOptions) => ({ size: existing(filePath).length }),
  };
  const manager = new Proxy(
    Object.fromEntries(
      Object.entries(work).map(([name, run]) => [
        name,
        (options: object) => answer(now, name, { success() {}, ...options }, () => run(options as never)),
      ]),
    ) as Record<string, unknown>,
    {
      get(target, name) {
        if (typeof name === 'symbol' || name in target) return Reflect.get(target, name);
        return () => {
          throw now.realm.error(`weapp harness: FileSystemManager.${name} is not implemented`);
        };
      },
    },
  );
  return {
    later: {
      openDocument({ filePath, fileType, showMenu = false }: { filePath: string; fileType?: string; showMenu?: boolean }) {
        const bytes = existing(filePath);
        const ending = fileType ?? /\.(\w+)$/.exec(filePath)?.[1] ?? '';
        if (!readable.includes(ending)) throw new Refusal('filetype not supported');
        if (answers.document === 'fail') throw new Refusal('open document fail');
        openedFiles.push({ name: filePath.split('/').pop() ?? '', bytes, showMenu });
        return {};
      },
      /** WeChat: pictures of the app's own files and of the net. It is looked at until the person leaves it; the page is shown again then. */
      previewImage({ urls, current }: { urls: readonly string[]; current?: string }) {
        if (urls.length === 0) throw new Refusal('invalid urls');
        const bytes = urls.map(existing);
        const at = Math.max(0, urls.indexOf(current ?? urls[0] ?? ''));
        now.phone.previewed.push({ name: urls[at]?.split('/').pop() ?? '', bytes: bytes[at] ?? Buffer.alloc(0) });
        return {};
      },
      /** WeChat: a file of the phone into a chat the person chooses, under this name; only in a tap. */
      shareFileMessage({ filePath, fileName }: { filePath: string; fileName?: string }) {
        if (!now.app.isTapping) throw new Refusal('can only be invoked by user TAP gesture.');
        const bytes = existing(filePath);
        if (answers.share === 'cancel') throw new Refusal('cancel');
        now.phone.sentFiles.push({ name: fileName ?? filePath.split('/').pop() ?? '', bytes });
        return {};
      },
    },
    handles: { getFileSystemManager: () => manager },
  };
};
