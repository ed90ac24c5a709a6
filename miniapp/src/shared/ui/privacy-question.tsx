import { Button, Text, View } from '@tarojs/components';
import { open, pages } from '../pages';
import { answerPrivacy, usePrivacyQuestion } from '../privacy';

const agreeId = 'agree-privacy';

/** WeChat's own question before it hands out something private. WeChat checks that the button with this id was tapped. */
export const PrivacyQuestion = () => {
  const { answer } = usePrivacyQuestion();
  if (!answer) return null;
  return (
    <View className="veil">
      <View className="veil-sheet">
        <Text className="head-title">这一步要用到微信里的信息</Text>
        <Text className="veil-text">按隐私政策，只用于您刚才点的这件事。不同意也能用别的功能。</Text>
        <View className="link" role="button" onClick={() => open(pages.privacy())}>
          看隐私政策
        </View>
        <Button
          className="btn btn-main"
          id={agreeId}
          openType="agreePrivacyAuthorization"
          onAgreePrivacyAuthorization={() => answerPrivacy(true, agreeId)}
        >
          同意并继续
        </Button>
        <View className="btn btn-plain" role="button" onClick={() => answerPrivacy(false, agreeId)}>
          先不用
        </View>
      </View>
    </View>
  );
};
