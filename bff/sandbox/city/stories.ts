import {
  writeCommitment,
  writeEvaluation,
  writeHonor,
  writeLicense,
  writeQualification,
  writeTaxCredit,
  writeVoluntary,
} from './good-records';
import type { FileInput } from './make-file';
import {
  writeAbnormal,
  writeAdminAct,
  writeComplaint,
  writeJudicial,
  writeKeyGroup,
  writeOther,
  writeRectification,
  writeRole,
  writeRural,
  writeSeriousList,
} from './other-records';
import { writePenalty } from './penalties';
import type { Pen } from './record';
import type { Merchant, WireRecord } from './types';

type Story = (pen: Pen, input: FileInput) => WireRecord[];

const quiet: Story = pen => [writeHonor(pen, 200), writeLicense(pen, 500), writeTaxCredit(pen, '守信')];

const orgOf = ({ merchant }: FileInput, key: string): Merchant => {
  const org = merchant(key);
  if (!org) throw new Error(`no merchant ${key}`);
  return org;
};

const many = (count: number, make: (i: number) => WireRecord): WireRecord[] => Array.from({ length: count }, (_, i) => make(i));

const merchantFile: Story = pen => [
  writeLicense(pen, 300),
  writeHonor(pen, 400),
  writeCommitment(pen, 60),
  writeCommitment(pen, 500),
  writeEvaluation(pen, 90, 'A'),
  writeTaxCredit(pen, 'A'),
];

/** What the file of each character holds besides the basics. Those who are not here live quietly or by chance. */
export const stories: Readonly<Record<string, Story>> = {
  clean: pen => [
    writeHonor(pen, 120),
    writeHonor(pen, 700),
    writeLicense(pen, 30),
    writeLicense(pen, 900),
    writeCommitment(pen, 40),
    writeCommitment(pen, 400),
    writeTaxCredit(pen, '守信'),
    writeQualification(pen, 1500),
    writeVoluntary(pen, 50, '3'),
    writeVoluntary(pen, 150, '2'),
    writeVoluntary(pen, 250, '1'),
    writeAdminAct(pen, 80, '行政奖励'),
    writeEvaluation(pen, 60, '良好'),
  ],
  elder: pen => [writeHonor(pen, 365), writeAdminAct(pen, 60, '行政给付')],
  penalty_minor: pen => [writePenalty(pen, 'minor', pen.ago(20), '1'), writeTaxCredit(pen, '守信')],
  penalty_general: pen => [writePenalty(pen, 'general', pen.ago(150), '2'), writeHonor(pen, 600), writeRectification(pen, 20)],
  penalty_serious: pen => [writePenalty(pen, 'serious', pen.ago(200), '3'), writeJudicial(pen, 180), writeJudicial(pen, 800)],
  penalty_unclassed: pen => [writePenalty(pen, 'general', pen.ago(60), null, { xfzt: null, yyzt: null })],
  penalty_old_regime: pen => [
    writePenalty(pen, 'fire', '2025-08-31', '2', { CF_GSJZQ: '2028-08-31' }),
    writePenalty(pen, 'traffic', '2024-02-29', '1'),
  ],
  same_name_a: pen => [writeHonor(pen, 100), writeTaxCredit(pen, '守信')],
  same_name_b: pen => [writePenalty(pen, 'traffic', pen.ago(40), '1')],
  child: pen => [writeHonor(pen, 90)],
  child_turning_14: pen => [writeHonor(pen, 190)],
  records_400: pen => [
    ...many(388, i => writeAdminAct(pen, i + 1, i % 5 === 0 ? '行政给付' : '行政监督检查')),
    ...many(5, i => writeLicense(pen, i * 200)),
    ...many(6, i => writeHonor(pen, i * 150)),
  ],
  legal_rep_new: (pen, input) => [...quiet(pen, input), writeRole(pen, orgOf(input, 'm_changed_head'), '法定代表人', 1)],
  legal_rep_old: (pen, input) => [...quiet(pen, input), writeRole(pen, orgOf(input, 'm_changed_head'), '法定代表人', 2000, pen.ago(1))],
  sections_fail: pen => [
    writeLicense(pen, 100),
    writePenalty(pen, 'general', pen.ago(100), '2'),
    writeHonor(pen, 100),
    writeTaxCredit(pen, '守信'),
  ],
  sections_hang: pen => [writeJudicial(pen, 100), writeTaxCredit(pen, '守信'), writeHonor(pen, 100)],
  sections_stale: pen => [writePenalty(pen, 'traffic', pen.ago(140), '1'), writeHonor(pen, 300), writeLicense(pen, 100)],
  unknown_category: pen => [writeOther(pen, 30), writeOther(pen, 40, '99'), writeHonor(pen, 100)],
  lawyer: pen => [
    writeKeyGroup(pen, '律师', 'justice', '青禾演示律师事务所（虚构）'),
    writeQualification(pen, 4000, '法律职业资格'),
    writeHonor(pen, 50),
  ],
  rural: pen => [writeRural(pen), writeAdminAct(pen, 90, '行政给付'), writeHonor(pen, 220)],
  roles_three: (pen, input) => {
    const second = orgOf(input, 'm_roles_second');
    return [
      writeRole(pen, second, '执行董事', 700),
      writeRole(pen, orgOf(input, 'm_roles_third'), '监事', 500),
      writePenalty(pen, 'fire', pen.ago(70), '2', { rzgl: { dwmc: second.name, zw: '执行董事' }, zdgk: { CF_SY: '2' } }),
      writeEvaluation(pen, 30, '一般'),
    ];
  },
  repaired: pen => [
    writePenalty(pen, 'traffic', pen.ago(90), '1', { xfzt: '2' }),
    writePenalty(pen, 'general', pen.ago(200), '2', { xfzt: '1' }),
  ],
  m_changed_head: merchantFile,
  m_code_zero: merchantFile,
  m_serious_list: pen => [
    writeSeriousList(pen, 100),
    writePenalty(pen, 'serious', pen.ago(130), '3', { yyzt: '1' }),
    writePenalty(pen, 'general', pen.ago(500), '2'),
    writeAbnormal(pen, 50),
    writeLicense(pen, 900),
    writeTaxCredit(pen, 'D'),
    writeComplaint(pen, 80),
    writeCommitment(pen, 300, { CN_LXZT: '全部未履行', CN_WLXNR: '未在期限内补齐材料', CN_ZRZJ: '撤销许可决定' }),
    writeRectification(pen, 40),
  ],
  m_roles_first: merchantFile,
  m_roles_second: pen => [...many(2, i => writeLicense(pen, 100 + i * 400)), writePenalty(pen, 'fire', pen.ago(70), '2')],
  m_roles_third: merchantFile,
  m_shop: pen => [
    writeLicense(pen, 200),
    writeComplaint(pen, 30),
    writeComplaint(pen, 200),
    writeAbnormal(pen, 40),
    writeAbnormal(pen, 700),
    writeHonor(pen, 500),
  ],
  m_cooperative: pen => [writeLicense(pen, 250), writeHonor(pen, 150), writeCommitment(pen, 90)],
  m_association: pen => [writeEvaluation(pen, 100, '4A 级'), writeCommitment(pen, 120)],
  m_institution: pen => [writeHonor(pen, 80), writeCommitment(pen, 30)],
  ...Object.fromEntries(
    [
      'rare_name_in_font',
      'rare_name_outside_font',
      'hmt_residence',
      'foreign_permanent',
      'passport',
      'hm_permit',
      'tw_permit',
      'guardian',
      'org_code_zero',
      'serious_list_boss',
      'agent',
      'shop_owner',
      'association_head',
      'institution_head',
    ].map(key => [key, quiet]),
  ),
};
