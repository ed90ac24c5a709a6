import Taro from '@tarojs/taro';

const isWeapp = process.env.TARO_ENV === 'weapp';

/** Small things that may stay on the phone: settings, public city data, digests; false: not kept. Of a person only what is sealed. */
export const keep = (key: string, value: unknown): boolean => {
  try {
    Taro.setStorageSync(key, value);
    return true;
  } catch {
    // A full or forbidden store: who keeps more than a convenience looks at the answer.
    return false;
  }
};

export const kept = (key: string): unknown => {
  try {
    return Taro.getStorageSync(key) || null;
  } catch {
    return null;
  }
};

export const forget = (key: string): void => {
  try {
    Taro.removeStorageSync(key);
  } catch {
    // See keep.
  }
};

/** Names of all that is kept. */
export const keptNames = (): readonly string[] => {
  try {
    return Taro.getStorageInfoSync().keys;
  } catch {
    return [];
  }
};

/** From the system's own generator; null when there is none, and then nothing is sealed. */
export const randomBytes = async (length: number): Promise<Uint8Array | null> => {
  try {
    if (!isWeapp) return crypto.getRandomValues(new Uint8Array(length));
    const bytes = new Uint8Array((await Taro.getRandomValues({ length })).randomValues);
    return bytes.length === length ? bytes : null;
  } catch {
    return null;
  }
};

const renewalKey = 'renewal';

/** The one credential on a phone, and only on weapp, in WeChat's encrypted storage. H5 has an HttpOnly cookie instead. */
export const renewalStore = {
  async read(): Promise<string | null> {
    if (!isWeapp) return null;
    try {
      const { data } = await Taro.getStorage<string>({ key: renewalKey, encrypt: true } as Taro.getStorage.Option<string>);
      return data || null;
    } catch {
      return null;
    }
  },
  async write(token: string): Promise<void> {
    if (!isWeapp) return;
    try {
      await Taro.setStorage({ key: renewalKey, data: token, encrypt: true } as Taro.setStorage.Option);
    } catch {
      // Without it one signs in again next time.
    }
  },
  async clear(): Promise<void> {
    if (!isWeapp) return;
    // Emptied first: WeChat does not say whether removing by key also reaches the encrypted copy.
    await renewalStore.write('');
    forget(renewalKey);
  },
};

const mediaTypes = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
} as const;
export type FileEnding = keyof typeof mediaTypes;

/**
 * Hands a file to the person: opened in WeChat's reader (which can forward it, under its name), saved by the browser on H5. WeChat's
 * reader opens no JSON. false: it did not work.
 */
const showFile = async (bytes: Uint8Array, fileName: string, ending: FileEnding): Promise<boolean> => {
  const data = bytes.slice().buffer as ArrayBuffer;
  try {
    if (!isWeapp) {
      const url = URL.createObjectURL(new Blob([data], { type: mediaTypes[ending] }));
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      return true;
    }
    if (ending === 'json') return false;
    // A report may carry a name; a sheet is sent on to a computer and must be told from others.
    const filePath = `${Taro.env.USER_DATA_PATH}/${ending === 'pdf' ? 'chengxin.pdf' : fileName}`;
    const files = Taro.getFileSystemManager();
    await new Promise<void>((resolve, reject) => files.writeFile({ filePath, data, success: () => resolve(), fail: reject }));
    await Taro.openDocument({ filePath, fileType: ending, showMenu: true });
    // The reader holds its own copy: nothing of a person stays on the phone.
    files.unlink({ filePath });
    return true;
  } catch {
    return false;
  }
};

/**
 * What this platform can do. Taro's H5 resolves calls it does not support and says `canIUse('login')`, so nobody
 * else asks Taro what there is.
 */
export const platform = {
  name: isWeapp ? 'weapp' : 'h5',
  isWeapp,
  canShare: isWeapp,
  showFile,
  async isOnline(): Promise<boolean> {
    if (!isWeapp) return typeof navigator === 'undefined' || navigator.onLine !== false;
    try {
      return (await Taro.getNetworkType()).networkType !== 'none';
    } catch {
      return true;
    }
  },
  dial(phoneNumber: string): void {
    if (isWeapp) void Taro.makePhoneCall({ phoneNumber }).catch(() => undefined);
    else window.location.href = `tel:${phoneNumber.replace(/[^\d+]/g, '')}`;
  },
  /** Text of a scanned code; null when given up. */
  async scan(): Promise<string | null> {
    if (!isWeapp) return null;
    try {
      return (await Taro.scanCode({ scanType: ['qrCode'] })).result;
    } catch {
      return null;
    }
  },
  async copy(text: string): Promise<boolean> {
    try {
      await Taro.setClipboardData({ data: text });
      return true;
    } catch {
      return false;
    }
  },
  /** WeChat's one-use sign-in code; null when WeChat gives none. */
  async wechatCode(): Promise<string | null> {
    if (!isWeapp) return null;
    try {
      return (await Taro.login()).code || null;
    } catch {
      return null;
    }
  },
  /**
   * WeChat's question whether it may send one message of each of these templates; to be called at once in a tap. Answers in their order;
   * null: it was not asked.
   */
  async askReminders(templateIds: readonly string[]): Promise<readonly ('accept' | 'reject' | 'ban')[] | null> {
    if (!isWeapp) return null;
    try {
      const said: Record<string, unknown> = { ...(await Taro.requestSubscribeMessage({ tmplIds: [...templateIds], entityIds: [] })) };
      return templateIds.map(id => (said[id] === 'accept' || said[id] === 'ban' ? said[id] : 'reject'));
    } catch (error) {
      // 20004: the person has switched all of them off in WeChat.
      return (error as { errCode?: number }).errCode === 20004 ? templateIds.map(() => 'ban') : null;
    }
  },
  /** How much larger than usual the person has set text in WeChat; 1 on H5, where the browser zooms by itself. */
  fontScale(): number {
    if (!isWeapp) return 1;
    try {
      const { fontSizeScaleFactor } = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number };
      return typeof fontSizeScaleFactor === 'number' && fontSizeScaleFactor > 0 ? fontSizeScaleFactor : 1;
    } catch {
      return 1;
    }
  },
  /** H5 draws its bars outside our pages: told by a class on the body. WeChat's own bars follow WeChat's font setting. */
  bigText(on: boolean): void {
    if (!isWeapp) document.body.classList.toggle('big-text', on);
  },
  /** A name by which the person recognises this device in the list. */
  deviceName(): string {
    if (!isWeapp) return /Mobile|Android|iPhone/.test(navigator.userAgent) ? '手机浏览器' : '电脑浏览器';
    try {
      return `微信 ${Taro.getDeviceInfo().model}`.slice(0, 60);
    } catch {
      return '微信';
    }
  },
} as const;
