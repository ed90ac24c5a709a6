import Taro from '@tarojs/taro';
import { create } from 'zustand';
import { platform } from './platform';

type Answer = (answer: { event: 'agree' | 'disagree'; buttonId?: string }) => void;

/** WeChat stops before it uses something private (clipboard, phone number) and waits for this person's answer (R22). */
export const usePrivacyQuestion = create<{ readonly answer: Answer | null }>(() => ({ answer: null }));

/** Asked again by WeChat whenever kinds are added. Refused: only that one act fails, everything else works on. */
export const watchPrivacy = (): void => {
  if (!platform.isWeapp) return;
  Taro.onNeedPrivacyAuthorization?.((answer: Answer) => usePrivacyQuestion.setState({ answer }));
};

export const answerPrivacy = (agreed: boolean, buttonId: string): void => {
  usePrivacyQuestion.getState().answer?.(agreed ? { event: 'agree', buttonId } : { event: 'disagree' });
  usePrivacyQuestion.setState({ answer: null });
};
