import Taro from '@tarojs/taro';

const at = (path: string, params: Readonly<Record<string, string>> = {}): string => {
  const pairs = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
};

interface FormStart {
  readonly kind?: string;
  readonly draftId?: string;
  readonly entryId?: string;
  readonly likeId?: string;
}

/** Every page by name. Ids in paths are opaque; nothing of a person goes into an address. */
export const pages = {
  home: () => at('/tabs/home/index'),
  me: () => at('/tabs/me/index'),
  signIn: () => at('/account/pages/sign-in/index'),
  realName: () => at('/account/pages/real-name/index'),
  acting: () => at('/account/pages/acting/index'),
  child: () => at('/account/pages/child/index'),
  merchants: () => at('/account/pages/merchants/index'),
  merchantBind: () => at('/account/pages/merchant-bind/index'),
  merchantConfirm: (bindingId: string) => at('/account/pages/merchant-confirm/index', { bindingId }),
  devices: () => at('/account/pages/devices/index'),
  consents: () => at('/account/pages/consents/index'),
  privacy: () => at('/account/pages/privacy/index'),
  messages: () => at('/account/pages/messages/index'),
  display: () => at('/account/pages/display/index'),
  file: () => at('/file/pages/overview/index'),
  fileSection: (sectionId: string) => at('/file/pages/section/index', { sectionId }),
  fileRecord: (sectionId: string, recordId: string) => at('/file/pages/record/index', { sectionId, recordId }),
  selfCheck: () => at('/file/pages/self-check/index'),
  reports: () => at('/report/pages/list/index'),
  reportRequest: () => at('/report/pages/request/index'),
  report: (reportId: string) => at('/report/pages/report/index', { reportId }),
  verify: (code?: string) => at('/verify/pages/verify/index', code ? { code } : {}),
  ledger: () => at('/ledger/pages/reads/index'),
  registrations: () => at('/registration/pages/list/index'),
  /** `draftId` of a form that was begun on this phone or is at the server; `kind`, `entryId` or `likeId` when it should not be there yet. */
  registrationForm: (from: FormStart) => at('/registration/pages/form/index', { ...from }),
  registration: (entryId: string) => at('/registration/pages/entry/index', { entryId }),
  confirmations: () => at('/registration/pages/confirm/index'),
  merchantPage: (code: string) => at('/registration/pages/public/index', { code }),
  /** Sheets of many entries; one of them, where a notice leads to it. */
  bulk: (importId?: string) => at('/registration/pages/bulk/index', importId ? { importId } : {}),
  merchantPoster: () => at('/registration/pages/poster/index'),
  help: (from?: string) => at('/help/pages/help/index', from ? { from } : {}),
  helpMessage: (messageId: string) => at('/help/pages/message/index', { messageId }),
} as const;

const isTab = (path: string): boolean => path.startsWith('/tabs/');

/** A second tap on the same thing within this time is the same tap: a page is not put on itself. */
const sameTapMs = 800;
let lastOpened = { path: '', at: 0 };

/** Goes to a page; a stack of ten, WeChat's limit, gives way to the new one. */
export const open = (path: string): void => {
  const again = path === lastOpened.path && Date.now() - lastOpened.at < sameTapMs;
  if (again) return;
  lastOpened = { path, at: Date.now() };
  if (isTab(path)) void Taro.switchTab({ url: path });
  else if (Taro.getCurrentPages().length >= 10) void Taro.redirectTo({ url: path });
  else void Taro.navigateTo({ url: path });
};

export const replace = (path: string): void => {
  if (isTab(path)) void Taro.switchTab({ url: path });
  else void Taro.redirectTo({ url: path });
};

/** Back to where one came from; home when this page was opened by a link. */
export const back = (): void => {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void Taro.switchTab({ url: pages.home() });
};
