import Taro from '@tarojs/taro';

/** What the button that cannot be taken back may say. WeChat refuses a question whose button has more than four characters. */
type Verb = '不再代表' | '不同意' | '全部退出' | '同意' | '撤回' | '结束' | '结束绑定' | '退出' | '放弃' | '删去';

/** Asks before something that cannot be taken back. True when the person said so. */
export const ask = async (title: string, content: string, verb: Verb): Promise<boolean> => {
  const { confirm } = await Taro.showModal({ title, content, confirmText: verb, cancelText: '先不' });
  return confirm;
};
