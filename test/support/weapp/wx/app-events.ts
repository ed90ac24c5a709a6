import type { WxNow, WxPart } from './part';

/** `wx.on<Event>` and `wx.off<Event>`; who tells them is host.ts. */
const events = ['AppShow', 'AppHide', 'Error', 'UnhandledRejection', 'PageNotFound', 'NetworkStatusChange', 'MemoryWarning'];
/** May be listened to, and never happens here. */
const silent = [
  'ThemeChange',
  'WindowResize',
  'KeyboardHeightChange',
  'AudioInterruptionBegin',
  'AudioInterruptionEnd',
  'UserCaptureScreen',
];

type Listener = (...args: unknown[]) => void;

export const appEventsPart = ({ listeners }: WxNow): WxPart => ({
  handles: Object.fromEntries(
    [...events, ...silent].flatMap(event => [
      [`on${event}`, (listener: Listener) => listeners.on(event, listener)],
      [`off${event}`, (listener?: Listener) => listeners.off(event, listener)],
    ]),
  ),
});
