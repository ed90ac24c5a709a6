import { useCallback, useState } from 'react';
import { clockWords as hourWords, whenWords } from '../../src/shared/dates';
import { queueAddress } from '../address';
import { untilWords } from '../clock-words';
import type { Problem } from '../contract';
import { Due } from '../ui/due';
import { Icon, Seal } from '../ui/icon';
import { Banner, Chip, ProblemBanner, Skeleton } from '../ui/paper';
import { useTitle } from '../use-title';
import { type CaseFile, stateWords } from '../words';
import { AfterDecision, type Ended } from './after-decision';
import { Countersign } from './countersign';
import { dropDraft, useDraft } from './drafts';
import { Evidence } from './evidence';
import { Hints } from './hints';
import { History } from './history';
import { Lines } from './lines';
import { Overtaken } from './overtaken';
import { PublicText } from './public-text';
import { Signed } from './signed';
import { useCase } from './use-case';
import { Verdict } from './verdict';

const Head = ({ file }: { file: CaseFile }) => {
  const heading = useTitle<HTMLHeadingElement>(file.title);
  const [tone, words] = stateWords[file.state];
  return (
    <div className="case-head">
      <div className="case-head-main">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {file.title}
        </h1>
        <p className="case-facts">
          <span>{file.kindTitle}</span>
          <span className="num">{file.number}</span>
          <span>
            {file.merchantName} <span className="num">{file.orgCode}</span>
          </span>
          <Seal trust={file.trust} size={20} />
          {file.proposal ? <Chip tone="pending" icon="people" text="等另一位复核" /> : <Chip tone={tone} text={words} />}
        </p>
      </div>
      <p className="case-clock">
        <Due clock={file.clock} />
        <br />
        {untilWords(file.clock)}
      </p>
    </div>
  );
};

/** Who has it, and why one can only read where one can. */
const Standing = ({ file }: { file: CaseFile }) => {
  const draft = useDraft(file.number);
  const { proposal, holder, whyNot, mayDecide, objection } = file;
  return (
    <>
      {whyNot && (
        <Banner
          tone={proposal ? 'pending' : 'info'}
          icon={proposal ? 'people' : 'lock'}
          title={whyNot}
          text={holder && !holder.mine ? `${holder.name} 办到 ${hourWords(holder.until)}，之后没办完会自动放回。` : null}
        />
      )}
      {objection && (
        <Banner
          tone="warn"
          icon="people"
          title={`${objection.name} 没有同意先前的拟办`}
          text={`${objection.note ?? '没有写明理由。'}（${whenWords(objection.at)}）`}
        />
      )}
      {mayDecide && draft.revision > 0 && draft.revision !== file.revision && (
        <Banner tone="warn" title="商户改过这一条了" text="您先前写的原因还在，请对着新填的内容再看一遍，不合适的删掉。" />
      )}
    </>
  );
};

/** One case: fields on the left, evidence on the right, the decision at the foot. */
export const CasePage = ({ number }: { number: string }) => {
  const { file, problem, busy, reopen, given } = useCase(number);
  const [ended, setEnded] = useState<Ended | null>(null);
  const [overtaken, setOvertaken] = useState<Problem | null>(null);

  const end = useCallback(
    (what: Ended) => {
      given();
      dropDraft(number);
      setOvertaken(null);
      setEnded(what);
    },
    [number, given],
  );
  const again = useCallback(async () => {
    await reopen();
    setOvertaken(null);
  }, [reopen]);

  return (
    <div className="case">
      <a className="back" href={queueAddress}>
        <Icon name="chevron" size={16} />
        回到待办
      </a>
      {ended && file ? (
        <AfterDecision file={file} ended={ended} />
      ) : (
        <>
          {file ? (
            <Head file={file} />
          ) : (
            <h1 className="page-title num" tabIndex={-1}>
              {number}
            </h1>
          )}
          {problem && (
            <div className="page-problem">
              <ProblemBanner problem={problem} onRetry={problem.status === 404 ? undefined : () => void reopen()} />
            </div>
          )}
          {!file && busy && <Skeleton rows={8} what="这一件登记" />}
          {file && (
            <>
              <div className="desk-split">
                <div className="case-main">
                  <div className="stack">
                    {overtaken && <Overtaken problem={overtaken} busy={busy} onAgain={() => void again()} />}
                    <Standing file={file} />
                    <Hints file={file} />
                  </div>
                  <PublicText file={file} onDecided={() => void again()} />
                  <Lines file={file} />
                  <Signed commitment={file.commitment} />
                  <History history={file.history} />
                </div>
                <div className="case-side">
                  <Evidence file={file} />
                </div>
              </div>
              {!overtaken && file.mayDecide && (
                <Verdict file={file} onDecided={decided => end({ what: 'decided', ...decided })} onOver={setOvertaken} />
              )}
              {!overtaken && file.mayCountersign && file.proposal && (
                <Countersign
                  file={file}
                  proposal={file.proposal}
                  onDone={done => end({ what: 'countersigned', ...done })}
                  onOver={setOvertaken}
                />
              )}
            </>
          )}
        </>
      )}
    </div>
  );
};
