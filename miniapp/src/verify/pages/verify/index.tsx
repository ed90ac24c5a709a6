import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { CodeEntry } from '../../code-entry';
import { VerifiedReport } from '../../verified-report';
import { codeIn } from '../../verify-words';
import '../../verify.scss';

/** 查验报告: nobody signed in. Comes by a link (`code`), a mini-program code (`scene`), a scan, or typing. */
export default function VerifyPage() {
  const { code = '', scene = '' } = useRouter().params;
  const [found, setFound] = useState(codeIn(code) ?? codeIn(decodeURIComponent(scene)));
  return found ? (
    <VerifiedReport key={found} code={found} onAgain={() => setFound(null)} />
  ) : (
    <CodeEntry refused={Boolean(code || scene)} onFound={setFound} />
  );
}
