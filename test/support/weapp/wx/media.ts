import { Refusal, type WxNow, type WxPart } from './part';
import { needConsent } from './privacy';

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
      async chooseMedia({ count = 9 }: { count?: number }) {
        await needConsent(now, 'chooseMedia');
        if (phone.answers.media === null) throw cancelled();
        const chosen = phone.answers.media.slice(0, count);
        return {
          type: 'image',
          tempFiles: chosen.map(file => ({ tempFilePath: keep(file), size: file.bytes.length, fileType: 'image' })),
        };
      },
      async chooseMessageFile({ count }: { count: number }) {
        await needConsent(now, 'chooseMessageFile');
        if (phone.answers.messageFiles === null) throw cancelled();
        const chosen = phone.answers.messageFiles.slice(0, count);
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
