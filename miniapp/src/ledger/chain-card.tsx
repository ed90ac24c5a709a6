import { Text, View } from '@tarojs/components';
import { dayOf, fullDayWords, whenWords } from '../shared/dates';
import { Icon, Link, Sheet } from '../shared/ui';
import { checkedWords, faultTitle } from './ledger-words';
import type { CheckState } from './use-chain-check';

const Links = ({ broken }: { broken: boolean }) => (
  <View className="chain-links" aria-hidden="true">
    <View className="chain-link" />
    <View className="chain-link" />
    <View className={broken ? 'chain-link gap' : 'chain-link'} />
    <View className="chain-link" />
  </View>
);

const words = (check: CheckState): { title: string; note: string } => {
  switch (check.state) {
    case 'checking':
      return { title: '正在核对', note: '您的手机在逐条重新计算' };
    case 'unreachable':
      return { title: '这次没能核对', note: '网络断了或服务没有应答，不表示记录有问题' };
    case 'broken':
      return { title: faultTitle(check.fault), note: check.fault.at ? `${whenWords(check.fault.at)} 前后` : '时间不明' };
    case 'whole':
      return check.rows === 0
        ? { title: '还没有记录', note: '一有人看，就从第 1 条记起' }
        : { title: `${check.rows} 条，一条不少`, note: '您的手机刚刚逐条核对过' };
  }
};

/** Whether the ledger is whole, in the phone's own judgement. */
export const ChainCard = ({ check, completeFrom, onAgain }: { check: CheckState; completeFrom: string; onAgain: () => void }) => {
  const { title, note } = words(check);
  return (
    <Sheet pad>
      <View className="chain">
        <Links broken={check.state === 'broken'} />
        <View className="chain-text">
          <Text className={check.state === 'broken' ? 'chain-title t-bad' : 'chain-title'}>{title}</Text>
          <Text className="chain-note">{note}</Text>
        </View>
        {check.state === 'whole' && <Icon name="check-circle" tone="good" size={24} />}
        {check.state === 'broken' && <Icon name="warning" tone="bad" size={24} />}
      </View>
      {check.state === 'whole' &&
        checkedWords(check).map(line => (
          <Text key={line} className="check-line">
            {line}
          </Text>
        ))}
      {check.state !== 'checking' && <Link text="再核对一次" onClick={onAgain} />}
      <View className="hr" />
      <Text className="check-line">从 {fullDayWords(dayOf(completeFrom))} 起完整。更早的没有留下记录，不等于没有人看过。</Text>
    </Sheet>
  );
};
