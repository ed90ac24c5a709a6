import type { StaffRole } from '../http/call';
import type { Command } from './commands';
import { Refused } from './refused';

export const staffUsage = `  staff add <账号> <姓名> <单位编号> <岗位,岗位> [区县代码]  新增工作人员，打印一次性邀请码
  staff list                          工作人员名单
  staff disable <账号> <原因>          停用，立即退出
  staff reset <账号> <原因>            口令和动态口令作废，解除锁定，打印新的邀请码
  staff acts                          工作人员最近做过的事，200 条
  staff audit                         核对工作人员操作记录有没有被改过
  staff code <账号>                    打印此刻的动态口令，只在沙盒`;

const need = (value: string | undefined, what: string): string => {
  if (!value) throw new Refused(`缺少${what}\n${staffUsage}`);
  return value;
};

const reasonOf = (words: readonly string[]): string => need(words.join(' ').trim().slice(0, 200), '原因');

/** Told once, on this screen; only its keyed digest is kept. */
const invitation = (account: string, code: string, publicUrl: string): string =>
  [
    `${account} 的邀请码（只显示这一次，用过即废，72 小时内有效）：`,
    `  ${code}`,
    `请当面或另打电话告诉本人；本人打开 ${publicUrl}/desk/ ，选「第一次登录」。`,
  ].join('\n');

const acts = 200;

export const staffCommands: Readonly<Record<string, Command>> = {
  async 'staff add'({ staff, config, log }, [account, name, orgId, roles, county]) {
    const member = {
      account: need(account, '账号'),
      name: need(name, '姓名'),
      orgId: need(orgId, '单位编号'),
      roles: need(roles, '岗位').split(',') as StaffRole[],
      county: county || null,
    };
    const fault = staff.faultOf(member);
    if (fault !== null) throw new Refused(fault);
    const code = await staff.add(member);
    if (code === null) throw new Refused(`已有账号 ${member.account}`);
    log.warn({ roles: member.roles, orgId: member.orgId }, 'operator: member of the staff added');
    return invitation(member.account, code, config.publicUrl);
  },
  async 'staff list'({ staff }) {
    const states = { invited: '等本人第一次登录', active: '在用', disabled: '已停用' } as const;
    const members = await staff.list();
    if (members.length === 0) return '还没有工作人员；用 staff add 新增';
    return members
      .map(({ account, name, orgId, county, roles, state }) =>
        [account, name, orgId, county ?? '全市', roles.join(','), states[state]].join('\t'),
      )
      .join('\n');
  },
  async 'staff disable'({ staff, log }, [account, ...reason]) {
    const name = need(account, '账号');
    if (!(await staff.disable(name, reasonOf(reason)))) throw new Refused(`没有在用的账号 ${name}`);
    log.warn('operator: member of the staff disabled');
    return `${name} 已停用，所有登录立即结束`;
  },
  async 'staff reset'({ staff, config, log }, [account, ...reason]) {
    const name = need(account, '账号');
    const code = await staff.reset(name, reasonOf(reason));
    if (code === null) throw new Refused(`没有账号 ${name}`);
    log.warn('operator: member of the staff invited anew');
    return invitation(name, code, config.publicUrl);
  },
  async 'staff acts'({ staff, log }) {
    const rows = await staff.acts(acts);
    log.warn('operator: acts of the staff looked at');
    return rows.length === 0
      ? '还没有记录'
      : rows.map(row => [row.seq, row.at, row.staffId ?? '-', row.act, row.about ?? '-', row.outcome, row.detail].join('\t')).join('\n');
  },
  async 'staff audit'({ staff, log }) {
    const fault = await staff.auditFault();
    if (fault === null) return '工作人员操作记录完整，没有发现改动';
    log.fatal({ fault }, 'operator: the record of what the staff did was changed');
    throw new Refused(`工作人员操作记录不对：${fault}`);
  },
  async 'staff code'({ staff, config }, [account]) {
    if (!config.demo) throw new Refused('动态口令只在沙盒里能打印');
    const code = await staff.demo.code(need(account, '账号'));
    if (code === null) throw new Refused(`账号 ${account} 还没有动态口令`);
    return code;
  },
};
