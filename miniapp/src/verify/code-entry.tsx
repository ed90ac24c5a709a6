import { View } from '@tarojs/components';
import { useState } from 'react';
import { platform } from '../shared/platform';
import { Banner, Button, Page, Sheet, TextField } from '../shared/ui';
import { CameraScan } from './camera-scan';
import { codeIn } from './verify-words';

/** Scan with WeChat's scanner or the browser's camera, or paste the link under the QR code. */
export const CodeEntry = ({ refused, onFound }: { refused: boolean; onFound: (code: string) => void }) => {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(refused);
  const [scanning, setScanning] = useState(false);
  const take = (given: string) => {
    const code = codeIn(given);
    if (code) onFound(code);
    else setWrong(true);
  };
  const scan = async () => {
    setWrong(false);
    if (!platform.isWeapp) return setScanning(true);
    const scanned = await platform.scan();
    if (scanned !== null) take(scanned);
  };
  return (
    <Page name="查验报告" title="查验一份信用报告" lead="不用登录。查验只显示核对要用的内容，不显示完整证件号。">
      {wrong && <Banner tone="bad" title="这不是报告上的码" text="请扫报告第一页的二维码，或把二维码下面的网址完整地贴进来。" />}
      {scanning ? (
        <CameraScan
          onText={text => {
            setScanning(false);
            take(text);
          }}
          onClose={() => setScanning(false)}
        />
      ) : (
        <Button kind="main" icon="qr" text="扫报告上的二维码" onClick={scan} />
      )}
      <View className="after-scan" />
      <Sheet pad>
        <TextField label="报告上的查验网址" hint="二维码下面那一行，以 https 开头" value={text} onChange={setText} />
        <Button kind="line" disabled={!text.trim()} text="查验" onClick={() => take(text)} />
      </Sheet>
    </Page>
  );
};
