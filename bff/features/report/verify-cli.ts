import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkReport, faultWords, type Verdict } from './check-report';
import { grouped, instantWords, untilWords } from './pdf/words';

/** `npm run verify-report -- file.pdf [--jwks file|url]`: is this file what the platform issued? Needs no network with a key file. */
const usage =
  '用法：npm run verify-report -- 报告.pdf [--jwks 公钥文件或网址]\n公钥在出具平台的 /.well-known/jwks.json；不写时用 .data/report-jwks.json。';

/** Over plain http anybody on the way could put a key of their own in its place; this machine is not on the way. */
const isUnsafe = (from: string): boolean => /^http:/.test(from) && !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(from).hostname);

const readJwks = async (from: string): Promise<unknown> => {
  if (!/^https?:/.test(from)) return JSON.parse(await readFile(from, 'utf8'));
  const answer = await fetch(from, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
};

const linesOf = ({ faults, data, fingerprint }: Verdict): string[] => {
  const head =
    faults.length === 0 ? ['核验通过：内容与出具时一字不差。'] : ['不要采用这份报告：', ...faults.map(fault => `- ${faultWords[fault]}`)];
  // Nothing of a file that is not genuine is repeated: it would lend it weight.
  if (!data || (faults.length > 0 && !faults.includes('expired'))) return head;
  return [
    ...head,
    `${data.title}　编号 ${data.number}${data.demo ? '（演示，不作凭据）' : ''}`,
    `姓名或名称 ${data.subject.name}　${data.subject.idLabel} ${data.subject.idShown}`,
    `用途 ${data.purpose}　接收方 ${data.recipient ?? '没有指定'}`,
    `开具 ${instantWords(data.issuedAt)}　有效到 ${untilWords(data.expiresAt)}`,
    `内容指纹 ${grouped(fingerprint ?? '')}`,
    ...data.sections.map(({ title, records }) => `  ${title}：${records === null ? '没有取到（不表示没有记录）' : `${records.length} 条`}`),
    '请把以上和纸上逐项对一遍。是否已被撤回或替代，要扫码联网才知道。',
  ];
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    options: { jwks: { type: 'string', default: '.data/report-jwks.json' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (!file || positionals.length !== 1) {
    console.error(usage);
    return 2;
  }
  if (isUnsafe(values.jwks)) {
    console.error(`公钥网址要用 https：${values.jwks}`);
    return 2;
  }
  const pdf = await readFile(file).catch(() => null);
  const jwks = await readJwks(values.jwks).catch(() => null);
  if (!pdf || !jwks) {
    console.error(pdf ? `读不到公钥：${values.jwks}\n${usage}` : `读不到文件：${file}`);
    return 2;
  }
  const verdict = checkReport(pdf, jwks, new Date());
  console.log(linesOf(verdict).join('\n'));
  return verdict.faults.length === 0 ? 0 : 1;
};

void main().then(status => {
  process.exitCode = status;
});
