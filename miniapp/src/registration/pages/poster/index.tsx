import { Canvas, Image, Button as NativeButton, Text, View } from '@tarojs/components';
import { useShareAppMessage } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { useActing } from '../../../shared/acting';
import { useCity } from '../../../shared/city';
import { open, pages } from '../../../shared/pages';
import { platform } from '../../../shared/platform';
import { askForAlbum, drawPicture, type Saved, savePicture } from '../../../shared/platform-picture';
import { Banner, Button, Icon, Item, Label, Page, Sheet, Skeleton, SubmitBar } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { type Poster, posterPicture, posterSize, whatOneSees } from '../../draw-poster';
import { NotMerchant } from '../../not-merchant';
import '../../registration.scss';

const canvasId = 'poster-canvas';
const brandOfToken = '23, 86, 94';

/** The code of a page stands at the end of its link. */
const codeOf = ({ url }: Poster): string => url.split('/').pop() ?? '';

/** undefined: being drawn; null: this device cannot. */
const usePicture = (poster: Poster | null): string | null | undefined => {
  const city = useCity(state => state.city);
  const [address, setAddress] = useState<string | null | undefined>(undefined);
  const [appName, brandRgb] = [city?.appName ?? '城信', city?.brandRgb ?? brandOfToken];
  useEffect(() => {
    if (!poster) return;
    let gone = false;
    void drawPicture(posterPicture(canvasId, { poster, appName, brandRgb, byWechat: platform.isWeapp })).then(
      drawn => gone || setAddress(drawn),
    );
    return () => {
      gone = true;
    };
  }, [poster, appName, brandRgb]);
  return address;
};

const savedWords: Readonly<Record<Exclude<Saved, 'cancelled' | 'denied'>, readonly [tone: 'good' | 'warn', title: string, text: string]>> =
  {
    saved: platform.isWeapp
      ? ['good', '存到相册了', '打印一张贴在店里，A4、A5 都清楚。']
      : ['good', '海报下载好了', '打印一张贴在店里，A4、A5 都清楚。'],
    failed: ['warn', '这次没有存上', '手机可能存满了。腾出地方再点一次，也可以长按海报保存。'],
  };

const Share = ({ poster }: { poster: Poster }) => {
  useShareAppMessage(() => ({ title: `${poster.name}的信用公开页`, path: pages.merchantPage(codeOf(poster)) }));
  if (!platform.canShare) return null;
  return (
    <View className="after-sheet">
      <NativeButton className="btn btn-line" openType="share">
        <Icon name="send" tone="brand" size={22} />
        <Text>转给顾客看</Text>
      </NativeButton>
    </View>
  );
};

const Shown = ({ subjectId }: { subjectId: string }) => {
  const load = useLoad('registration.poster', { params: { subjectId } });
  const poster = load.data;
  const picture = usePicture(poster);
  const [saved, setSaved] = useState<Saved | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    if (!picture || !poster || busy) return;
    setBusy(true);
    setSaved(await savePicture(picture, `${poster.name}-公开页海报.png`));
    setBusy(false);
  };
  const allow = async (): Promise<void> => {
    if (await askForAlbum()) await save();
  };
  const words = saved && saved !== 'cancelled' && saved !== 'denied' ? savedWords[saved] : null;
  return (
    <Page
      name="店里的海报"
      title={poster ? (picture === null ? '这台设备画不出海报' : '贴一张在店里') : undefined}
      lead={poster ? '顾客扫码就能看到您的公开页，不用登录。码一直不变，以后登记的也会出现。' : undefined}
      load={load}
      skeleton={<Skeleton rows={6} />}
      bar={
        poster && picture !== null ? (
          <SubmitBar
            text={platform.isWeapp ? '存到相册' : '下载海报'}
            busy={busy}
            disabled={!picture}
            why={picture ? null : '正在画海报'}
            onSubmit={() => void save()}
          />
        ) : undefined
      }
    >
      {platform.isWeapp && <Canvas type="2d" id={canvasId} className="poster-canvas" disableScroll />}
      {poster && (
        <>
          {words && <Banner tone={words[0]} title={words[1]} text={words[2]} />}
          {saved === 'denied' && (
            <Banner
              tone="warn"
              title="没有允许存到相册"
              text="在微信的权限列表里打开“添加到相册”，就能存了。"
              action={{ text: '去打开权限', onClick: () => void allow() }}
            />
          )}
          {picture === null ? (
            <Banner tone="info" title="公开页照样能用" text="换一台手机再画海报，或者把公开页转给顾客。" />
          ) : (
            <View className="poster" style={{ paddingBottom: `${(posterSize.height / posterSize.width) * 100}%` }}>
              {picture ? (
                <Image
                  className="poster-picture"
                  src={picture}
                  mode="scaleToFill"
                  showMenuByLongpress
                  ariaLabel={`海报：${poster.name}，一个码${poster.stamp ? `（${poster.stamp}）` : ''}。${whatOneSees}`}
                />
              ) : (
                <Text className="poster-wait">正在画海报…</Text>
              )}
            </View>
          )}
          {poster.stamp && (
            <View className="after-sheet">
              <Banner tone="info" title={`码上写着“${poster.stamp}”`} text="这是演示城市，海报只用来试，请不要贴到店里。" />
            </View>
          )}
          {platform.isWeapp && poster.miniProgramCode === null && (
            <View className="after-sheet">
              <Banner tone="info" title="用的是普通二维码" text="微信现在没有给出小程序码。这个码微信和手机相机都能扫，效果一样。" />
            </View>
          )}
          <Label text="顾客扫了看到什么" />
          <Sheet>
            <Item
              icon="eye"
              name="看我的公开页"
              sub="名称、代码、登记的内容和承诺，没有别的"
              onClick={() => open(pages.merchantPage(codeOf(poster)))}
            />
          </Sheet>
          <Share poster={poster} />
          {!platform.canShare && <PlainLink url={poster.url} />}
        </>
      )}
    </Page>
  );
};

/** A browser has no cards to send: the address is copied. */
const PlainLink = ({ url }: { url: string }) => {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(await platform.copy(url));
  return (
    <View className="after-sheet">
      <Button kind="line" icon="link" text={copied ? '已复制' : '复制公开页的网址'} onClick={() => void copy()} />
      {copied === false && <View className="note soft">没能复制，请打开公开页，从地址栏复制。</View>}
    </View>
  );
};

/** A poster for the shop's door, drawn on the phone: a code that leads customers to the merchant's public page. */
export default function MerchantPosterPage() {
  const { subject } = useActing();
  if (subject && subject.kind !== 'merchant') return <NotMerchant />;
  if (subject) return <Shown key={subject.subjectId} subjectId={subject.subjectId} />;
  return <Page name="店里的海报" needs="subject" />;
}
