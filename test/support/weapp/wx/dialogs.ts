import { Refusal, type WxNow, type WxPart } from './part';

interface Modal {
  title?: string;
  content?: string;
  showCancel?: boolean;
  cancelText?: string;
  confirmText?: string;
}

/** WeChat's own layers over the page. Questions wait until a test presses a button of theirs (`phone.press`). */
export const dialogsPart = ({ phone }: WxNow): WxPart => ({
  later: {
    showToast: ({ title }: { title: string }) => {
      phone.toasts.push(title);
      return {};
    },
    hideToast: () => ({}),
    showLoading: () => ({}),
    hideLoading: () => ({}),
    showModal: ({ title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定' }: Modal) => {
      if (cancelText.length > 4) throw new Refusal('parameter error: cancelText length should not larger than 4 Chinese characters');
      if (confirmText.length > 4) throw new Refusal('parameter error: confirmText length should not larger than 4 Chinese characters');
      return new Promise(resolve =>
        phone.dialogs.push({
          title,
          content,
          buttons: showCancel ? [cancelText, confirmText] : [confirmText],
          answer: button => resolve({ confirm: button === confirmText, cancel: button !== confirmText, content: null }),
        }),
      );
    },
    showActionSheet: ({ itemList, alertText = '' }: { itemList: readonly string[]; alertText?: string }) => {
      if (itemList.length > 6) throw new Refusal('parameter error: itemList should not be larger than 6');
      return new Promise((resolve, reject) =>
        phone.dialogs.push({
          title: alertText,
          content: '',
          buttons: [...itemList, '取消'],
          answer: button => (button === '取消' ? reject(new Refusal('cancel')) : resolve({ tapIndex: itemList.indexOf(button) })),
        }),
      );
    },
  },
});
