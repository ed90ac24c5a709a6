import type { CaseFile } from '../words';
import { inOrder, labelOf } from './case-lines';

interface Props {
  readonly file: CaseFile;
  readonly head: string;
  readonly reasons: readonly { readonly pointer: string; readonly text: string }[];
}

/** What the merchant reads, as the merchant reads it. */
export const Letter = ({ file, head, reasons }: Props) => (
  <div className="letter">
    <p className="letter-head">{head}</p>
    <ul>
      {inOrder(file, reasons).map(({ pointer, text }) => (
        <li key={pointer}>
          <span className="letter-field">{labelOf(file, pointer)}：</span>
          {text}
        </li>
      ))}
    </ul>
  </div>
);
