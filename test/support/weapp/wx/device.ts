import { Refusal, type WxNow, type WxPart } from './part';

const windowInfo = {
  pixelRatio: 2,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 756,
  statusBarHeight: 44,
  screenTop: 88,
  safeArea: { top: 44, bottom: 810, left: 0, right: 390, width: 390, height: 766 },
};
const deviceInfo = { platform: 'ios', brand: 'harness', model: 'harness', system: 'iOS 17.0', benchmarkLevel: 40, memorySize: '4096' };

/** The phone itself. */
export const devicePart = ({ phone, realm }: WxNow): WxPart => {
  const appBaseInfo = () => ({
    SDKVersion: '3.7.0',
    version: '8.0.50',
    language: 'zh_CN',
    theme: 'light',
    enableDebug: false,
    host: { env: 'WeChat' },
    fontSizeScaleFactor: phone.fontScale,
    fontSizeSetting: Math.round(17 * phone.fontScale),
  });
  return {
    later: {
      getNetworkType: () => ({ networkType: phone.online ? 'wifi' : 'none' }),
      getSystemInfo: () => ({ ...windowInfo, ...deviceInfo, ...appBaseInfo() }),
      makePhoneCall({ phoneNumber }: { phoneNumber: string }) {
        if (!phoneNumber) throw new Refusal('parameter error: parameter.phoneNumber should be String instead of empty');
        phone.dialled.push(phoneNumber);
        return {};
      },
      vibrateShort: () => ({}),
    },
    atOnce: {
      getAppBaseInfo: appBaseInfo,
      getWindowInfo: () => windowInfo,
      getDeviceInfo: () => deviceInfo,
      getSystemInfoSync: () => ({ ...windowInfo, ...deviceInfo, ...appBaseInfo() }),
      getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' }),
      getAppAuthorizeSetting: () => ({ notificationAuthorized: 'authorized', cameraAuthorized: 'authorized' }),
      getMenuButtonBoundingClientRect: () => ({ width: 87, height: 32, top: 48, right: 383, bottom: 80, left: 296 }),
    },
    handles: {
      nextTick: (work: () => void) => realm.later(work),
      // No update is ever waiting.
      getUpdateManager: () => ({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
    },
  };
};
