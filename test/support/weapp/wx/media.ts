import { Refusal, type WxNow, type WxPart } from './part';
import { needConsent } from './privacy';

interface ChooseMedia {
  count?: number;
  mediaType?: readonly string[];
  sourceType?: readonly string[];
  sizeType?: readonly string[];
}

const cancelled = () => new Refusal('cancel');

/** What the person hands to the app: a scanned code, photos, files of a chat, the clipboard. */
export const mediaPart = (now: WxNow): WxPart => {
  const { phone } = now;
  const keep = ({ name, bytes }: { name: string; bytes: Buffer }): string => {
    const path = `http://tmp/${name}`;
    phone.files.set(path, bytes);
    return path;
  };
  return {
    later: {
      scanCode({ scanType = ['barCode', 'qrCode'] }: { scanType?: readonly string[] }) {
        if (!scanType.includes('qrCode')) throw new Error('weapp harness: wx.scanCode scans only qrCode');
        if (phone.answers.scan === null) throw cancelled();
        return {
          result: phone.answers.scan,
          scanType: 'QR_CODE',
          charSet: 'UTF-8',
          rawData: Buffer.from(phone.answers.scan).toString('base64'),
        };
      },
      async chooseMedia({ count = 9, mediaType = ['image', 'video'], sourceType = ['album', 'camera'], sizeType }: ChooseMedia) {
        if (count < 1 || count > 20) throw new Refusal('parameter error: parameter.count should be between 1 and 20');
        if (mediaType.join() !== 'image') throw new Error('weapp harness: wx.chooseMedia chooses only images');
        await needConsent(now, 'chooseMedia');
        if (phone.answers.media === null) throw cancelled();
        // A camera takes one picture at a time. Compressed, HEIC comes out as JPEG; the harness has none to turn.
        const chosen = phone.answers.media.slice(0, sourceType.join() === 'camera' ? 1 : count);
        if (chosen.some(({ name }) => /\.heic$/i.test(name)) && sizeType?.join() !== 'compressed')
          throw new Error('weapp harness: wx.chooseMedia would hand out HEIC as it is');
        return {
          type: 'image',
          tempFiles: chosen.map(file => ({ tempFilePath: keep(file), size: file.bytes.length, fileType: 'image' })),
        };
      },
      async chooseMessageFile({ count, type = 'all', extension }: { count: number; type?: string; extension?: readonly string[] }) {
        if (count < 1 || count > 100) throw new Refusal('parameter error: parameter.count should be between 1 and 100');
        await needConsent(now, 'chooseMessageFile');
        if (phone.answers.messageFiles === null) throw cancelled();
        // `extension` counts only for type `file`.
        const fits = ({ name }: { name: string }) => type !== 'file' || !extension || extension.includes(name.split('.').pop() ?? '');
        const chosen = phone.answers.messageFiles.filter(fits).slice(0, count);
        return {
          tempFiles: chosen.map(file => ({
            name: file.name,
            path: keep(file),
            size: file.bytes.length,
            type: 'file',
            time: Math.floor(phone.nowMs() / 1000),
          })),
        };
      },
      async setClipboardData({ data }: { data: string }) {
        await needConsent(now, 'setClipboardData');
        phone.clipboard = data;
        // WeChat shows this toast by itself.
        phone.toasts.push('内容已复制');
        return {};
      },
      async getClipboardData() {
        await needConsent(now, 'getClipboardData');
        return { data: phone.clipboard ?? '' };
      },
    },
  };
};
