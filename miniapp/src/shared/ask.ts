import Taro from '@tarojs/taro';

/** Asks before something that cannot be taken back. True when the person said so. */
export const ask = async (title: string, content: string, confirmText: string): Promise<boolean> => {
  // WeChat cuts a confirm button at four characters.
  const { confirm } = await Taro.showModal({ title, content, confirmText: confirmText.slice(0, 4), cancelText: '先不' });
  return confirm;
};
