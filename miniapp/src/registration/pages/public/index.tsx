import { Button as NativeButton, Text, View } from '@tarojs/components';
import { useRouter, useShareAppMessage } from '@tarojs/taro';
import { useState } from 'react';
import { pages } from '../../../shared/pages';
import { platform } from '../../../shared/platform';
import { type Trust, trustWords } from '../../../shared/trust-words';
import { Banner, Button, Empty, Facts, Icon, Label, Page, Sheet, Skeleton } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { type PublicEntry, PublicEntryCard } from '../../public-entry';
import '../../registration.scss';

const order: readonly Trust[] = ['agency_verified', 'document_checked', 'self_declared'];

/** A mini-program code carries `scene` alone. */
const codeIn = ({ code, scene }: { code?: string; scene?: string }): string => {
  const text = code ?? decodeURIComponent(scene ?? '');
  const found = /[A-Za-z0-9_-]{10,22}/.exec(text);
  return found && found[0] === text ? text : '';
};

const Share = ({ code, name }: { code: string; name: string }) => {
  const [copied, setCopied] = useState<boolean | null>(null);
  useShareAppMessage(() => ({ title: `${name}的信用公开页`, path: pages.merchantPage(code) }));
  if (platform.canShare)
    return (
      <NativeButton className="btn btn-line" openType="share">
        <Icon name="send" tone="brand" size={22} />
        <Text>转给别人看</Text>
      </NativeButton>
    );
  const copy = async () => setCopied(await platform.copy(`${window.location.origin}/m/${code}`));
  return (
    <>
      <Button kind="line" icon="link" text={copied ? '已复制' : '复制这一页的网址'} onClick={() => void copy()} />
      {copied === false && <View className="note soft">没能复制，请从浏览器的地址栏复制。</View>}
    </>
  );
};

const Group = ({ trust, entries }: { trust: Trust; entries: readonly PublicEntry[] }) =>
  entries.length > 0 && (
    <>
      <Label text={`${trustWords[trust].title}，${entries.length} 条`} note={trustWords[trust].means} />
      {entries.map(entry => (
        <PublicEntryCard key={`${entry.since} ${entry.title}`} entry={entry} />
      ))}
    </>
  );

const Found = ({ code }: { code: string }) => {
  const load = useLoad('registration.publicPage', { params: { pageCode: code } });
  const page = load.data;
  const missing = load.problem?.status === 404;
  return (
    <Page
      name="商户公开页"
      title={page ? page.name : missing ? '没有这个公开页' : undefined}
      lead={page ? '商户自己登记并公开的信用信息。每一条都写明核对到哪一步。' : undefined}
      load={missing ? undefined : load}
      skeleton={<Skeleton rows={5} />}
    >
      {missing && <Empty icon="ask" title="请再扫一次店里的码" text="码可能印得不全，或者这家商户已经不再公开。" />}
      {page && (
        <>
          <Sheet pad>
            <Facts
              facts={[
                { label: '统一代码', value: page.orgCode },
                { label: '所在城市', value: page.city },
              ]}
            />
          </Sheet>
          {order.map(trust => (
            <Group key={trust} trust={trust} entries={page.entries.filter(entry => entry.trust === trust)} />
          ))}
          {page.entries.length === 0 && <Empty icon="info" title="还没有公布过内容" text="没有登记不代表不好：登不登记由商户自己定。" />}
          <View className="after-sheet">
            <Banner
              tone="info"
              title="这里只有商户自愿登记的内容"
              text="处罚、许可等由部门公开的记录，请到“信用中国”网站查。觉得哪一条不真实，点下面的“投诉建议与帮助”告诉我们。"
            />
          </View>
          <View className="after-sheet">
            <Share code={code} name={page.name} />
          </View>
        </>
      )}
    </Page>
  );
};

/** A merchant's public page: for whoever scans the code at the shop, without signing in. */
export default function MerchantPublicPage() {
  const code = codeIn(useRouter().params);
  if (code) return <Found key={code} code={code} />;
  return (
    <Page name="商户公开页" title="这个码不完整">
      <Empty icon="ask" title="请再扫一次店里的码" text="或者请商户把公开页转给您。" />
    </Page>
  );
}
