import { type Clock, clockWords, type Urgency, urgencyOf } from '../clock-words';
import { Icon, type IconName } from './icon';

const icons: Readonly<Record<Urgency, IconName>> = { over: 'warning', soon: 'clock', calm: 'clock', none: 'clock' };

/** How long is left, in words; the colour and the icon only help. */
export const Due = ({ clock }: { clock: Clock }) => {
  const urgency = urgencyOf(clock);
  return (
    <span className={`due due-${urgency}`}>
      <Icon name={icons[urgency]} size={16} />
      <span>{clockWords(clock)}</span>
    </span>
  );
};
