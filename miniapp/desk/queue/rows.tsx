import type { KeyboardEvent } from 'react';
import { whenWords } from '../../src/shared/dates';
import { caseAddress } from '../address';
import { untilWords } from '../clock-words';
import { Due } from '../ui/due';
import { Chip } from '../ui/paper';
import { type Case, decisionWords, stateWords } from '../words';

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrow keys walk the rows, as in a list; Enter opens. */
const walk = (event: KeyboardEvent<HTMLElement>): void => {
  const by = steps[event.key];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('.row-open')];
  const next = links[links.indexOf(document.activeElement as HTMLAnchorElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
};

/** Where it stands, and with whom. */
const Standing = ({ one: { state, proposal, holder } }: { one: Case }) => {
  const [tone, words] = stateWords[state];
  const withWhom = holder && (holder.mine ? '您正在办' : `${holder.name} 正在办`);
  return (
    <>
      {proposal ? <Chip tone="pending" icon="people" text="等另一位复核" /> : <Chip tone={tone} text={words} />}
      {proposal && (
        <span className="row-sub">
          {proposal.mine ? '您' : proposal.name} 拟{decisionWords[proposal.decision]}
        </span>
      )}
      {withWhom && <span className="row-sub">{withWhom}</span>}
    </>
  );
};

const Row = ({ one }: { one: Case }) => {
  return (
    <tr>
      <td>
        <Due clock={one.clock} />
        {one.clock.until && <span className="row-sub">{untilWords(one.clock)}</span>}
      </td>
      <td>
        <a className="row-open" href={caseAddress(one.number)}>
          {one.title}
        </a>
        <span className="row-sub num">{one.number}</span>
      </td>
      <td>{one.merchantName}</td>
      <td>{one.kindTitle}</td>
      <td>
        <Standing one={one} />
      </td>
      <td>
        <time dateTime={one.submittedAt}>{whenWords(one.submittedAt)}</time>
        {one.revision > 1 && <span className="row-sub">改过后第 {one.revision} 次提交</span>}
      </td>
    </tr>
  );
};

/** What is due first stands first, as the server orders it. */
export const Rows = ({ cases }: { cases: readonly Case[] }) => (
  <table className="rows" onKeyDown={walk}>
    <caption className="unseen">等办的登记，最急的在前。上下方向键移动，回车打开。</caption>
    <thead>
      <tr>
        <th scope="col">期限</th>
        <th scope="col">登记</th>
        <th scope="col">商户</th>
        <th scope="col">种类</th>
        <th scope="col">状态</th>
        <th scope="col">提交</th>
      </tr>
    </thead>
    <tbody>
      {cases.map(one => (
        <Row key={one.number} one={one} />
      ))}
    </tbody>
  </table>
);
