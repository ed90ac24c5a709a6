import { whenWords } from '../../src/shared/dates';
import { Section } from '../ui/paper';
import type { CaseFile } from '../words';

/** What happened so far, the latest first: it is what one needs to know before deciding. */
export const History = ({ history }: Pick<CaseFile, 'history'>) => (
  <Section id="history" title="经过">
    <ol className="lines">
      {[...history].reverse().map(({ at, what, by }) => (
        <li key={`${at} ${what}`} className="line">
          <span className="line-value">{what}</span>
          <span className="line-note">
            <time dateTime={at}>{whenWords(at)}</time> · {by}
          </span>
        </li>
      ))}
    </ol>
  </Section>
);
