import { Text, View } from '@tarojs/components';
import { platform } from '../shared/platform';
import { Banner, ProblemBanner, Sheet, Skeleton } from '../shared/ui';
import { useLoad } from '../shared/use-load';
import { useSubmit } from '../shared/use-submit';
import type { Way } from './phone-sign-in';

/** Sandbox only: people made up for the demonstration, one tap each. */
export const DemoPeople = ({ agreed, onSignedIn }: Way) => {
  const { data, problem, reload } = useLoad('session.listDemoPeople');
  const signing = useSubmit('session.signInDemo', onSignedIn);
  if (problem) return <ProblemBanner problem={problem} onRetry={() => void reload()} />;
  if (!data) return <Skeleton rows={4} />;
  return (
    <>
      {signing.problem && <ProblemBanner problem={signing.problem} />}
      {!agreed && <Banner tone="plain" title="先同意隐私政策" text="同意后点一个人，就以他的身份登录。" />}
      <Sheet>
        {data.people.map(({ key, name, story }) => (
          <View
            key={key}
            className="person"
            role="button"
            aria-label={`以${name}登录，${story}`}
            aria-disabled={agreed ? 'false' : 'true'}
            onClick={agreed ? () => signing.submit({ body: { person: key, device: platform.deviceName() } }) : undefined}
          >
            <Text className={agreed ? 'person-name t-brand' : 'person-name'}>{name}</Text>
            <Text className="person-story">{story}</Text>
          </View>
        ))}
      </Sheet>
    </>
  );
};
