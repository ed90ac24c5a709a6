import { whenWords } from '../../src/shared/dates';
import { Section } from '../ui/paper';
import type { CaseFile } from '../words';

/** The truth commitment, word for word as it was signed, and today's beside it where that is another. */
export const Signed = ({ commitment }: Pick<CaseFile, 'commitment'>) => (
  <Section id="signed" title="签的真实性承诺" note={`${whenWords(commitment.signedAt)} 签，第 ${commitment.version} 版`}>
    <div className="signed">
      <blockquote className="signed-text">{commitment.text}</blockquote>
      <p className="note soft">
        文本摘要 <span className="code">{commitment.digest.slice(0, 16)}…</span>
        {commitment.today ? '' : '，与今天用的文本相同。'}
      </p>
      {commitment.today && (
        <details className="signed-today">
          <summary>今天用的是第 {commitment.today.version} 版，对照看</summary>
          <blockquote className="signed-text">{commitment.today.text}</blockquote>
        </details>
      )}
    </div>
  </Section>
);
