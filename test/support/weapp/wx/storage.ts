import { Refusal, type WxNow, type WxPart } from './part';

/**
 * WeChat: 1 MB a key and 10 MB in all; encrypted, 0.7 MB and 7.1 MB, because it grows by 1.4. Encrypted values are found only with
 * `encrypt: true`, and only the asynchronous functions know it. Whether removing by key reaches them WeChat does not say: here it does not,
 * which is the worse case.
 */
const plainLimits = { keyBytes: 1024 * 1024, allBytes: 10 * 1024 * 1024 };
const encryptedLimits = { keyBytes: 0.7 * 1024 * 1024, allBytes: 7.1 * 1024 * 1024 };

const sizeOf = (store: Map<string, string>): number => [...store].reduce((sum, [key, json]) => sum + Buffer.byteLength(key + json), 0);

const put = (store: Map<string, string>, key: string, data: unknown, limits: typeof plainLimits): void => {
  if (typeof key !== 'string' || key === '') throw new Refusal('parameter error: parameter.key should be String instead of empty');
  const json = JSON.stringify(data) ?? 'null';
  if (Buffer.byteLength(json) > limits.keyBytes) throw new Refusal('entry size limit reached');
  const others = new Map([...store].filter(([one]) => one !== key));
  if (sizeOf(others) + Buffer.byteLength(key + json) > limits.allBytes) throw new Refusal('storage size limit reached');
  store.set(key, json);
};

export const storagePart = ({ phone: { storage, encryptedStorage } }: WxNow): WxPart => {
  const info = () => ({
    keys: [...storage.keys()],
    currentSize: Math.ceil(sizeOf(storage) / 1024),
    limitSize: plainLimits.allBytes / 1024,
  });
  return {
    later: {
      getStorage({ key, encrypt }: { key: string; encrypt?: boolean }) {
        const json = (encrypt ? encryptedStorage : storage).get(key);
        if (json === undefined) throw new Refusal('data not found');
        return { data: JSON.parse(json) };
      },
      setStorage({ key, data, encrypt }: { key: string; data: unknown; encrypt?: boolean }) {
        if (encrypt) put(encryptedStorage, key, data, encryptedLimits);
        else put(storage, key, data, plainLimits);
        return {};
      },
      removeStorage({ key }: { key: string }) {
        storage.delete(key);
        return {};
      },
      clearStorage() {
        storage.clear();
        return {};
      },
      getStorageInfo: info,
    },
    atOnce: {
      getStorageSync: (key: string) => (storage.has(key) ? JSON.parse(storage.get(key) as string) : ''),
      setStorageSync: (key: string, data: unknown) => put(storage, key, data, plainLimits),
      removeStorageSync: (key: string) => void storage.delete(key),
      clearStorageSync: () => storage.clear(),
      getStorageInfoSync: info,
    },
  };
};
