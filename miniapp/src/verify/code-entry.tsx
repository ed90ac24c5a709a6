import { useState } from 'react';
import { platform } from '../shared/platform';
import { Banner, Button, Page, Sheet, TextField } from '../shared/ui';
import { codeIn } from './verify-words';

/** Scan where the phone can, type or paste the link under the QR code where it cannot. */
export const CodeEntry = ({ refused, onFound }: { refused: boolean; onFound: (code: string) => void }) => {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(refused);
  const take = (given: string) => {
    const code = codeIn(given);
    if (code) onFound(code);
    else setWrong(true);
  };
  return (
    <Page name="查验报告" title="查验一份信用报告" lead="不用登录。查验只显示核对要用的内容，不显示完整证件号。">
      {wrong && <Banner tone="bad" title="这不是报告上的码" text="请扫报告第一页的二维码，或把二维码下面的网址完整地贴进来。" />}
      {platform.canScan && (
        <Button kind="main" icon="qr" text="扫报告上的二维码" onClick={async () => take((await platform.scan()) ?? '')} />
      )}
      <Sheet pad>
        <TextField label="报告上的查验网址" hint="二维码下面那一行，以 https 开头" value={text} onChange={setText} />
        <Button kind={platform.canScan ? 'line' : 'main'} disabled={!text.trim()} text="查验" onClick={() => take(text)} />
      </Sheet>
    </Page>
  );
};
