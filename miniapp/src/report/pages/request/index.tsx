import { useState } from 'react';
import type { Reply } from '../../../../../bff/contract/types';
import { useActing } from '../../../shared/acting';
import { useCity } from '../../../shared/city';
import { dayOf, fullDayWords } from '../../../shared/dates';
import { pages, replace } from '../../../shared/pages';
import { Page, Skeleton, Steps, SubmitBar } from '../../../shared/ui';
import { useSubmit } from '../../../shared/use-submit';
import { PreviewPaper } from '../../preview-paper';
import { blockedBecause, type Wish, wishBody } from '../../report-words';
import { WishForm } from '../../wish-form';
import '../../report.scss';

const emptyWish: Wish = {
  variant: 'full',
  purpose: '',
  recipient: '',
  period: '1',
  periodFrom: '',
  periodTo: '',
  domains: [],
  allowNumbers: false,
};

/** 开信用报告: what it is for, then what it will hold, then it is made. Going back loses nothing. */
export default function RequestReportPage() {
  const { subjectId } = useActing();
  const { city } = useCity();
  const [wish, setWish] = useState(emptyWish);
  const [looked, setLooked] = useState<{ readonly subjectId: string; readonly preview: Reply<'report.preview'> } | null>(null);
  const looking = useSubmit('report.preview');
  const asking = useSubmit('report.request', ({ reportId }) => replace(pages.report(reportId)));

  const input = { params: { subjectId }, body: wishBody(wish, dayOf(Date.now())) };
  const look = async (): Promise<void> => {
    const outcome = await looking.submit(input);
    if (outcome?.ok) setLooked({ subjectId, preview: outcome.reply });
  };
  // One acts as somebody else by now: what was seen is not what would be made.
  const preview = looked?.subjectId === subjectId ? looked.preview : null;
  const why = blockedBecause(wish);
  const purpose = city?.reportPurposes.find(one => one.code === wish.purpose)?.title ?? '';
  const title = wish.variant === 'full' ? '公共信用信息报告' : '信用代证';

  if (preview) {
    return (
      <Page
        name="开信用报告"
        needs="subject"
        title="对方会看到这些"
        problem={asking.problem}
        bar={
          <SubmitBar
            why={`有效到 ${fullDayWords(preview.expiresOn)}，您可以随时撤回`}
            busy={asking.busy}
            text="确认并开具"
            onSubmit={() => asking.submit(input)}
            second={{ text: '返回修改', onClick: () => setLooked(null) }}
          />
        }
      >
        <Steps done={2} of={2} />
        <PreviewPaper preview={preview} title={`${title}（${purpose}）`} recipient={input.body.recipient} />
      </Page>
    );
  }
  return (
    <Page
      name="开信用报告"
      needs="subject"
      title="这份报告做什么用？"
      lead="免费。开具前您先看到里面有什么。"
      problem={looking.problem}
      bar={<SubmitBar why={why} disabled={why !== null} busy={looking.busy} text="下一步：看看有哪些内容" onSubmit={() => void look()} />}
    >
      <Steps done={1} of={2} />
      {city ? (
        <WishForm city={city} wish={wish} problem={looking.problem} onChange={part => setWish(now => ({ ...now, ...part }))} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Page>
  );
}
