import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config';
import { idTypes } from '../contract/atoms';
import type { StrayAnswers } from '../features/registration';
import type { StaffManagement } from '../features/staff';
import { changeSealKeys } from '../keys-file';
import type { Db } from '../lib/db';
import type { Log } from '../lib/log';
import type { Seal } from '../lib/seal';
import { beijingDay, type Clock, startOfBeijingDay, toInstant } from '../lib/time';
import { dropDead, listDead, readBacklog, revive, type Which } from '../outbox/store';
import type { IdType } from '../platform/ports';
import { Refused } from './refused';
import { reseal } from './reseal';
import { staffCommands, staffUsage } from './staff-commands';
import { copyInto, countRows, countSealedWith } from './store';

/** What the commands need; the same inside the BFF and in a process of their own. */
export interface AdminTools {
  readonly config: Pick<Config, 'mode' | 'demo' | 'dataDir' | 'keysFile' | 'sealKeys' | 'publicUrl'>;
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly log: Log;
  /** The relay looks at once, where there is one in this process. */
  kick(): void;
  answerHelp(answer: { number: string; text: string; by: string; at: string }): Promise<boolean>;
  demoToken(person: string): Promise<string>;
  /** One line a fault; empty: nothing was altered. */
  auditLedger(): Promise<string[]>;
  /** Begins a new row of checkpoints; `above`: the newest known number, where `seq` is not above it. */
  restartCheckpoints(seq: number): Promise<{ readonly made: unknown } | { readonly above: number }>;
  /** Rows whose content was erased. */
  eraseLedger(subjectId: string, before: string): Promise<number>;
  accountOf(
    idType: IdType,
    idNumber: string,
  ): Promise<{ subjectId: string; citizenId: string | null; verifiedMethod: string | null; verifiedAt: string | null } | null>;
  /** false: the account is tied to nobody. */
  untieAccount(citizenId: string, reason: string): Promise<boolean>;
  readonly staff: StaffManagement;
  readonly strays: StrayAnswers;
}

export { Refused };

export const usage = `用法：npm run admin -- <命令>
  status                              运行概况
  backup <新文件>                     备份 SQLite 库，边服务边备份
  outbox list [主题] [从哪条之后]     投递失败、等人处理的条目，一次 200 条
  outbox retry <编号|主题|all> <原因> 重新投递一条、一个主题的或全部
  outbox drop <编号|主题|all> <原因>  不再投递
  answers list                        平台的答复里编号对不上的，等人处理
  answers drop <答复号> <原因>        看过了，不再保留
  help answer <留言号> <答复> <署名>  平台没有回音时，由本办公室直接答复
  account find <证件类型>             按证件找人的档案编号和账号；证件号在下一行输入，不写在命令里
  account untie <账号> <原因>         解除账号与本人的绑定，账号丢了的人可以重新实名
  ledger audit                        从头核对查询记录，有错逐条列出
  ledger restart <编号> <原因>        不与过去比对，从这个编号重新开始做检查点
  ledger erase <档案编号> <日期> <原因>  删去这一天之前的查询记录内容，指纹仍在
${staffUsage}
  keys list                           封存密钥与各自还封着多少条
  keys add [编号]                     新增封存密钥（还不用它封新的数据）
  keys use <编号>                     从现在起用它封新的数据
  keys reseal                         把全部封存列换成当前密钥
  keys drop <编号>                    删去一把已不再用的密钥
  keys rotate                         add、use、reseal 一次做完（只有一个 BFF 时）
  demo-token <演示人物代号>           打印访问令牌，只在沙盒`;

const need = (value: string | undefined, what: string): string => {
  if (!value) throw new Refused(`缺少${what}\n${usage}`);
  return value;
};

/** The day itself where it is one; 2026-02-31 is another or none. */
const beijingDayOf = (day: string): string | null => (Number.isNaN(Date.parse(day)) ? null : beijingDay(startOfBeijingDay(day)));

const lines = (...parts: readonly string[]): string => parts.join('\n');

const isId = (word: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(word);
const whichOf = (word: string | undefined): Which => {
  const which = need(word, '编号、主题或 all');
  if (which === 'all') return which;
  return isId(which) ? { id: which } : { topic: which };
};

/** Lines of one list. */
const deadAtOnce = 200;

export type Command = (tools: AdminTools, args: readonly string[]) => Promise<string>;

const addKey = ({ config, log }: AdminTools, wanted?: string): string => {
  const id = wanted ?? `s${Date.now().toString(36)}`;
  if (!/^[a-z0-9-]{2,32}$/.test(id)) throw new Refused('密钥编号只用小写字母、数字和连字符');
  if (config.sealKeys.keys[id]) throw new Refused(`已有密钥 ${id}`);
  const key = randomBytes(32);
  changeSealKeys(config.keysFile, seal => {
    seal.keys[id] = key.toString('base64');
  });
  config.sealKeys.keys[id] = key;
  log.info({ keyId: id }, 'seal key added');
  return id;
};

const switchTo = ({ config, log }: AdminTools, id: string): void => {
  if (!config.sealKeys.keys[id]) throw new Refused(`没有密钥 ${id}`);
  changeSealKeys(config.keysFile, seal => {
    seal.current = id;
  });
  config.sealKeys.current = id;
  log.info({ keyId: id }, 'seal key in use');
};

const resealAll = async (tools: AdminTools): Promise<string> => {
  const changed = await reseal(tools);
  return lines(...Object.entries(changed).map(([column, count]) => `${column}\t${count}`), `全部用 ${tools.seal.currentKeyId} 封存`);
};

const severalProcesses = '换密钥要先让每个实例都认得它：keys add，逐个重启实例；keys use，再逐个重启；最后 keys reseal';

const commands: Readonly<Record<string, Command>> = {
  ...staffCommands,
  async status({ db, config, seal }) {
    const backlog = await readBacklog(db);
    const tables = ['citizen', 'subject', 'session', 'report', 'ledger_row'] as const;
    const counts = await Promise.all(tables.map(async table => `${table}\t${await countRows(db, table)}`));
    return lines(
      `模式\t${config.mode}`,
      `数据库\t${db.engine}`,
      `数据目录\t${config.dataDir}`,
      `封存密钥\t${seal.currentKeyId}`,
      `投递\t${JSON.stringify(backlog)}`,
      ...counts,
    );
  },
  async backup({ db, log }, [wanted]) {
    const path = resolve(need(wanted, '文件名'));
    if (db.engine !== 'sqlite') throw new Refused('MySQL 请用数据库自己的备份工具');
    if (existsSync(path)) throw new Refused(`${path} 已经有了`);
    // The file exists before it is filled, so that nobody else can read it in between.
    closeSync(openSync(path, 'wx', 0o600));
    await copyInto(db, path);
    log.info('backup made');
    return `已备份到 ${path}；密钥文件 keys.json 要另外保存`;
  },
  async 'outbox list'({ db }, args) {
    const topic = args.find(arg => !isId(arg));
    const after = args.find(isId) ?? '';
    const rows = await listDead(db, topic ? { topic } : 'all', after, deadAtOnce);
    const last = rows.at(-1);
    if (!last) return after || topic ? '没有这样的条目' : '没有等人处理的条目';
    const { dead } = await readBacklog(db);
    return lines(
      ...rows.map(row => `${row.id}\t${row.topic}\t试过 ${row.attempts} 次\t${row.createdAt}\t${row.lastError ?? ''}`),
      rows.length < deadAtOnce
        ? `一共 ${dead} 条${topic ? '（各主题合计）' : ''}`
        : `一共 ${dead} 条，接着看：outbox list ${[topic, last.id].filter(Boolean).join(' ')}`,
    );
  },
  async 'outbox retry'({ db, now, log, kick }, [which, ...reason]) {
    const why = need(reason.join(' '), '原因');
    const count = await revive(db, whichOf(which), toInstant(now()));
    if (count === 0) throw new Refused(`没有等人处理的条目 ${which}`);
    log.warn({ which, count, reason: why }, 'operator: deliveries retried');
    kick();
    return `${count} 条已重新排队，原因已记进日志`;
  },
  async 'outbox drop'({ db, now, log }, [which, ...reason]) {
    const why = need(reason.join(' '), '原因');
    const count = await dropDead(db, whichOf(which), toInstant(now()), why);
    if (count === 0) throw new Refused(`没有等人处理的条目 ${which}`);
    log.warn({ which, count, reason: why }, 'operator: deliveries dropped');
    return `${count} 条不再投递，原因已记下`;
  },
  async 'answers list'({ strays }) {
    const rows = await strays.list();
    if (rows.length === 0) return '没有对不上的答复';
    return lines(
      ...rows.map(
        ({ answerId, number, revision, outcome, by, receivedAt }) =>
          `${answerId}\t${number}\t第 ${revision} 次提交\t${outcome}\t${by}\t${receivedAt}`,
      ),
    );
  },
  async 'answers drop'({ strays, log }, [id, ...reason]) {
    const why = need(reason.join(' '), '原因');
    if (!(await strays.drop(need(id, '答复号')))) throw new Refused(`没有对不上的答复 ${id}`);
    log.warn({ answerId: id, reason: why }, 'operator: stray answer dropped');
    return `${id} 不再保留，原因已记进日志`;
  },
  async 'help answer'({ answerHelp, now, log }, [number, text, by]) {
    const answer = { number: need(number, '留言号'), text: need(text, '答复'), by: need(by, '署名'), at: toInstant(now()) };
    if (!(await answerHelp(answer))) throw new Refused(`没有留言 ${number}`);
    log.warn({ number }, 'operator: help message answered by hand');
    return `${number} 已答复`;
  },
  async 'account find'({ accountOf, log }, [idType, idNumber]) {
    const type = idTypes.find(one => one === idType);
    if (!type) throw new Refused(`证件类型是其中之一：${idTypes.join('、')}`);
    const found = await accountOf(type, need(idNumber, '证件号').trim().toUpperCase());
    // Whether somebody is known here is personal too: asking leaves a trace, without the number.
    log.warn({ subjectId: found?.subjectId ?? null }, 'operator: account looked up');
    if (!found) throw new Refused('没有这份证件的档案：此人没有在这里实名过');
    const account = found.citizenId === null ? '没有绑定' : `${found.citizenId}\t${found.verifiedMethod}\t${found.verifiedAt}`;
    return lines(`档案编号\t${found.subjectId}`, `账号\t${account}`);
  },
  async 'account untie'({ untieAccount, log }, [id, ...reason]) {
    const citizenId = need(id, '账号');
    const why = need(reason.join(' '), '原因');
    if (!(await untieAccount(citizenId, why.slice(0, 200)))) throw new Refused(`账号 ${citizenId} 没有绑定任何人`);
    log.warn({ citizenId, reason: why }, 'operator: account untied from its person');
    return `${citizenId} 已解除绑定，所有设备已退出，代办关系已结束`;
  },
  async 'ledger audit'({ auditLedger, log }) {
    const faults = await auditLedger();
    if (faults.length === 0) return '查询记录完整，没有发现改动';
    log.fatal({ faults: faults.length, first: faults[0] }, 'operator: ledger audit found faults');
    throw new Refused(lines(`查询记录有 ${faults.length} 处不对：`, ...faults));
  },
  async 'ledger restart'({ restartCheckpoints, log }, [number, ...reason]) {
    const seq = Number(need(number, '编号'));
    const why = need(reason.join(' '), '原因');
    if (!Number.isInteger(seq) || seq < 1 || seq > 2_000_000_000) throw new Refused('编号是一个正整数');
    const outcome = await restartCheckpoints(seq);
    if ('above' in outcome) throw new Refused(`编号要大于 ${outcome.above}，那是已经用过的`);
    log.fatal({ seq, reason: why }, 'operator: checkpoints of the read ledger begin anew');
    return `检查点从 ${seq} 重新开始；之前的记录不再被比对，原因已记下`;
  },
  async 'ledger erase'({ eraseLedger, now, log }, [id, day, ...reason]) {
    const subjectId = need(id, '档案编号');
    const before = need(day, '日期');
    const why = need(reason.join(' '), '原因');
    // What is erased stays erased: a date that reads otherwise than meant must not pass.
    if (!/^\d{4}-\d{2}-\d{2}$/.test(before) || beijingDayOf(before) !== before) throw new Refused('日期写成 2026-01-31，按北京时间');
    if (before > beijingDay(now())) throw new Refused(`${before} 还没有到`);
    const erased = await eraseLedger(subjectId, startOfBeijingDay(before));
    if (erased === 0) throw new Refused(`档案 ${subjectId} 在 ${before} 之前没有可删的内容`);
    log.warn({ subjectId, before, erased, reason: why }, 'operator: ledger content erased');
    return `已删去 ${erased} 行的内容，指纹仍在`;
  },
  async 'keys list'({ db, config }) {
    const rows = await Promise.all(
      Object.keys(config.sealKeys.keys).map(
        async id => `${id}${id === config.sealKeys.current ? '（当前）' : ''}\t${await countSealedWith(db, id)} 条`,
      ),
    );
    return lines(...rows);
  },
  async 'keys add'(tools, [id]) {
    return lines(`已新增 ${addKey(tools, id)}`, severalProcesses);
  },
  async 'keys use'(tools, [id]) {
    switchTo(tools, need(id, '密钥编号'));
    return `从现在起用 ${id} 封新的数据`;
  },
  'keys reseal': resealAll,
  async 'keys drop'({ db, config, log }, [wanted]) {
    const id = need(wanted, '密钥编号');
    if (!config.sealKeys.keys[id]) throw new Refused(`没有密钥 ${id}`);
    if (id === config.sealKeys.current) throw new Refused(`${id} 是当前密钥`);
    const left = await countSealedWith(db, id);
    if (left > 0) throw new Refused(`还有 ${left} 条用 ${id} 封着，先 keys reseal`);
    changeSealKeys(config.keysFile, seal => {
      delete seal.keys[id];
    });
    delete config.sealKeys.keys[id];
    log.warn({ keyId: id }, 'operator: seal key dropped');
    return `已删去 ${id}；它封过的备份从此打不开`;
  },
  async 'keys rotate'(tools) {
    if (tools.db.engine === 'mysql') throw new Refused(severalProcesses);
    switchTo(tools, addKey(tools));
    return resealAll(tools);
  },
  async 'demo-token'({ config, demoToken }, [person]) {
    if (!config.demo) throw new Refused('演示令牌只在沙盒里有');
    return demoToken(need(person, '演示人物代号'));
  },
};

/** Runs one command and returns what to print. @throws Refused */
export const runCommand = (tools: AdminTools, args: readonly string[]): Promise<string> => {
  const [first = '', second = ''] = args;
  const two = commands[`${first} ${second}`];
  if (two) return two(tools, args.slice(2));
  const one = commands[first];
  if (one) return one(tools, args.slice(1));
  return Promise.reject(new Refused(usage));
};
