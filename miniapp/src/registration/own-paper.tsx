import { Image, Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { callFile, type Problem } from '../shared/call';
import { platform } from '../shared/platform';
import { showPicture, takeBackLent } from '../shared/platform-lent';
import { Link, ProblemBanner } from '../shared/ui';
import { useFile } from '../shared/use-file';
import type { Entry } from './registration-words';

const unshown: Problem = {
  type: 'about:blank',
  status: 0,
  code: 'network.failed',
  title: '这台手机显示不了这张图',
  detail: '手机可能存满了，腾出地方再试。',
};

/** A picture that was handed in, shown once it is here; `address` only where it stands on the page itself. */
const usePicture = (subjectId: string, { attachmentId, contentType }: Entry['attachments'][number]) => {
  const [address, setAddress] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef(false);
  // Out of WeChat's viewer again, or away: nothing of a person stays on the phone.
  useDidShow(takeBackLent);
  useEffect(() => takeBackLent, []);
  useEffect(
    () => () => {
      if (address) URL.revokeObjectURL(address);
    },
    [address],
  );
  const look = async (): Promise<void> => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const fetched = await callFile('attachment.open', { params: { subjectId, attachmentId } });
    if (!fetched.ok) setProblem(fetched.problem);
    else {
      const seen = await showPicture(fetched.reply.bytes, { id: attachmentId, contentType });
      if (seen.how === 'here') setAddress(seen.address);
      if (seen.how === 'failed') setProblem(unshown);
    }
    under.current = false;
    setBusy(false);
  };
  return { address, busy, problem, look, close: () => setAddress(null) };
};

const named = (name: string): string => (/\.pdf$/i.test(name) ? name : `${name}.pdf`);

/** What the merchant handed in, to be seen again: a picture in WeChat's viewer or on the page, a PDF in WeChat's reader or saved. */
export const OwnPaper = ({ subjectId, paper }: { subjectId: string; paper: Entry['attachments'][number] }) => {
  const { attachmentId, name, contentType, state } = paper;
  const file = useFile();
  const picture = usePicture(subjectId, paper);
  if (state === 'held') return <Text className="note soft">安全检查做完就能打开看。</Text>;
  if (state === 'refused') return <Text className="note soft">安全检查发现问题，内容已经删去，只留着指纹。</Text>;
  const isPdf = contentType === 'application/pdf';
  const { busy, problem } = isPdf ? file : picture;
  const take = (): void =>
    void (isPdf
      ? file.take(() => callFile('attachment.open', { params: { subjectId, attachmentId } }), named(name), 'pdf')
      : picture.look());
  const verb = isPdf ? (platform.isWeapp ? '打开看' : '下载') : picture.address ? '收起图片' : '看图片';
  return (
    <>
      <Link
        icon={isPdf ? 'download' : 'eye'}
        text={busy ? '正在取，请稍等…' : verb}
        label={busy ? `正在取${name}，请稍等` : `${verb}：${name}`}
        onClick={picture.address ? picture.close : take}
      />
      {problem && <ProblemBanner problem={problem} onRetry={take} />}
      {picture.address && (
        <View className="paper-look" role="img" aria-label={`附件 ${name} 的图片`}>
          <Image className="paper-picture" src={picture.address} mode="widthFix" />
        </View>
      )}
    </>
  );
};
