import Taro from '@tarojs/taro';
import { platform } from './platform';

/** Tells each time the phone has a network again. Returns how to stop listening. */
export const whenBackOnline = (tell: () => void): (() => void) => {
  if (!platform.isWeapp) {
    window.addEventListener('online', tell);
    return () => window.removeEventListener('online', tell);
  }
  const listen = ({ isConnected }: { isConnected: boolean }) => {
    if (isConnected) tell();
  };
  Taro.onNetworkStatusChange(listen);
  return () => Taro.offNetworkStatusChange(listen);
};
