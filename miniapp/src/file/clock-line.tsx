import { Text, View } from '@tarojs/components';
import { dayOf, dayWords, fullDayWords } from '../shared/dates';
import { Sheet, Thread } from '../shared/ui';
import { type CreditRecord, clockView } from './file-words';

const short = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return day.slice(0, 4) === dayOf(Date.now()).slice(0, 4) ? `${month}.${date}` : `${year}.${month}.${date}`;
};

/** 决定 → 可申请修复 → 最迟停止公示. A line where there is room, a list of days in elder mode. */
export const ClockLine = ({ clock }: { clock: NonNullable<CreditRecord['clock']> }) => {
  const { lead, days, from, points, todayPercent } = clockView(clock, dayOf(Date.now()));
  const spoken = points.map(point => `${fullDayWords(point.day)}${point.label}`).join('，');
  return (
    <Sheet pad>
      <Text className="small soft">{lead}</Text>
      <View className="clock-top">
        {days !== null && (
          <Text className="clock-days">
            {days} <Text className="clock-unit">天</Text>
          </Text>
        )}
        {from && <Text className="clock-from">{from}</Text>}
      </View>
      {todayPercent !== null && (
        <View className="clock-line" role="img" aria-label={spoken}>
          <View className="clock-base" />
          <View className="clock-run" style={{ width: `${todayPercent}%` }} />
          {points.map(point => (
            <View key={point.label} className="clock-point" style={{ left: `${point.percent}%` }} />
          ))}
          {todayPercent > 0 && todayPercent < 100 && <View className="clock-point clock-today" style={{ left: `${todayPercent}%` }} />}
          {todayPercent > 0 && todayPercent < 100 && (
            <Text className="clock-cap clock-cap-today" style={{ left: `${Math.min(92, Math.max(8, todayPercent))}%` }}>
              今天
            </Text>
          )}
          {points.map(({ label, day, percent }) => (
            <View
              key={label}
              className={`clock-cap ${percent === 0 ? 'clock-cap-first' : percent === 100 ? 'clock-cap-last' : ''}`}
              style={{ left: `${percent}%` }}
            >
              <Text className="clock-day">{short(day)}</Text>
              {label}
            </View>
          ))}
        </View>
      )}
      <View className={todayPercent === null ? 'clock-list clock-list-only' : 'clock-list'}>
        <Thread knots={points.map(({ label, day, past }) => ({ title: label, note: dayWords(day), state: past ? 'done' : 'todo' }))} />
      </View>
    </Sheet>
  );
};
