import { Banner } from '../ui/paper';
import type { CaseFile } from '../words';
import { labelOf } from './case-lines';
import { lineId } from './lines';

/** What does not fit or looks doubled, with the way to the field: helps to look, decides nothing. */
export const Hints = ({ file }: { file: CaseFile }) => {
  const warnings = file.hints.filter(({ tone }) => tone === 'warn');
  if (file.hints.length === 0) return null;
  return (
    <Banner
      tone={warnings.length > 0 ? 'warn' : 'info'}
      title={warnings.length > 0 ? `有 ${warnings.length} 处请留心看` : '顺便一看'}
      text="这些是机器比对出来的，只提醒，不作决定。"
    >
      <ul className="hint-list">
        {file.hints.map(({ pointer, text }) => (
          <li key={`${pointer} ${text}`}>
            {text}
            {pointer !== '/' && (
              <button
                type="button"
                className="text-link hint-go"
                onClick={() => {
                  const line = document.getElementById(lineId(pointer));
                  line?.scrollIntoView({ block: 'center' });
                  line?.focus({ preventScroll: true });
                }}
              >
                看「{labelOf(file, pointer)}」
              </button>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
};
