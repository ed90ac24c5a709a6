import { randomUUID } from 'node:crypto';
import { answer } from './answer';
import { Refusal, type WxNow, type WxPart } from './part';
import { exchange } from './request';

interface Download {
  url: string;
  header?: Record<string, string>;
  timeout?: number;
  filePath?: string;
}

interface Upload extends Download {
  filePath: string;
  name: string;
  formData?: Record<string, string>;
}

/** WeChat: a single download is at most 200 MB. */
const largestDownloadBytes = 200 * 1024 * 1024;

const form = (boundary: string, { name, formData = {}, filePath }: Upload, bytes: Buffer): Buffer => {
  const fields = Object.entries(formData).map(
    ([key, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filePath.split('/').pop()}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(fields.join('') + head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
};

const progress = { onProgressUpdate() {}, offProgressUpdate() {}, onHeadersReceived() {}, offHeadersReceived() {} };

/** Files over the network: to a temporary path, and from a path as multipart/form-data. */
export const transferPart = (now: WxNow): WxPart => ({
  handles: {
    downloadFile(options: Download) {
      const stop = new AbortController();
      void answer(now, 'downloadFile', { success() {}, ...options }, async () => {
        const { url, header = {}, timeout = 60_000, filePath } = options;
        const reply = await exchange(
          now.phone,
          now.app,
          { method: 'GET', url, headers: header, body: null, timeoutMs: timeout },
          stop.signal,
        );
        if (reply.bytes.length > largestDownloadBytes) throw new Refusal('exceed max file size');
        const path = filePath ?? `http://tmp/${randomUUID()}`;
        now.phone.files.set(path, reply.bytes);
        return filePath ? { statusCode: reply.status, filePath } : { statusCode: reply.status, tempFilePath: path };
      });
      return { abort: () => stop.abort(), ...progress };
    },
    uploadFile(options: Upload) {
      const stop = new AbortController();
      void answer(now, 'uploadFile', { success() {}, ...options }, async () => {
        const { url, header = {}, timeout = 60_000, filePath } = options;
        const bytes = now.phone.files.get(filePath);
        if (!bytes) throw new Refusal('file not found');
        const boundary = randomUUID();
        const headers = { ...header, 'content-type': `multipart/form-data; boundary=${boundary}` };
        const body = form(boundary, options, bytes);
        const reply = await exchange(now.phone, now.app, { method: 'POST', url, headers, body, timeoutMs: timeout }, stop.signal);
        return { statusCode: reply.status, data: reply.bytes.toString('utf8') };
      });
      return { abort: () => stop.abort(), ...progress };
    },
  },
});
