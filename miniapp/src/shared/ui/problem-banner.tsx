import { View } from '@tarojs/components';
import type { Problem } from '../call';
import { Banner } from './paper';

/** One sentence what happened, one what to do: the server's title, its detail, and that nothing is lost. */
export const ProblemBanner = ({ problem, onRetry, retryText = '再试' }: { problem: Problem; onRetry?: () => void; retryText?: string }) => (
  <View className="page-problem">
    <Banner
      tone={problem.status >= 500 || problem.status === 0 ? 'warn' : 'bad'}
      icon={problem.code === 'network.offline' ? 'offline' : undefined}
      title={problem.title}
      text={
        [
          problem.detail,
          ...(problem.errors ?? []).map(({ detail }) => `${detail}。`),
          problem.retryAfterSec ? `约 ${problem.retryAfterSec} 秒后再试。` : null,
        ]
          .filter(Boolean)
          .join(' ') || null
      }
      action={onRetry && { text: retryText, onClick: onRetry }}
    />
  </View>
);
