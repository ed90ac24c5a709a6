import { z } from 'zod';
import { sectionIds, zOrgType, zSectionId, zSubjectKind } from '../contract/atoms';
import type { OrgType, SectionId, SubjectKind } from '../platform/ports';
import { repairIsFree, repairPapers } from './repair';

export const zEffect = z.enum(['help', 'harm', 'neutral']);
export type Effect = z.infer<typeof zEffect>;

/** A fact of this label (or key) whose value contains one of the words decides the effect; first match wins. */
const zEffectRule = z.object({ fact: z.string(), includes: z.array(z.string()).min(1), effect: zEffect, why: z.string() });

const zSection = z.object({
  sectionId: zSectionId,
  title: z.string(),
  /** Which subjects have it; `orgTypes` null = every kind of merchant. */
  kinds: z.array(zSubjectKind).min(1),
  orgTypes: z.array(zOrgType).nullable(),
  /** Named when the platform did not say who keeps the data. */
  source: z.string(),
  /** What a record of this section means, in plain words. */
  meaning: z.string(),
  effect: zEffect,
  why: z.string(),
  effectRules: z.array(zEffectRule),
  /** How long it counts when the record names no last day. */
  untilNote: z.string(),
  /** `{agency}` stands for the record's agency. */
  steps: z.array(z.string()).min(1),
  papers: z.array(z.string()),
  counterSlip: z.boolean(),
});

export type SectionPolicy = z.infer<typeof zSection>;

const correct = '内容不对？联系{agency}核对更正，可打印办事单带去柜台；更正免费。';
const correctPapers = ['本人身份证件（单位带营业执照或登记证书）', '能证明正确内容的材料'];
const leaveList = ['先按{agency}的要求改正，留好凭证。', '向{agency}申请移出，带上凭证和信用承诺书。', repairIsFree, correct];

const common = { kinds: ['person', 'merchant'], orgTypes: null, effectRules: [], counterSlip: true, papers: correctPapers };

/**
 * What each section of a file is, whose it is, what it means and what to do. Wording of this product, to be checked by the city office.
 * Source: docs/rules/sections.md F2, F3, F19, F31.
 */
export const sectionPolicies: readonly SectionPolicy[] = z.array(zSection).parse([
  {
    ...common,
    sectionId: 'basics',
    title: '基本信息',
    source: '市公安局、登记机关',
    meaning: '登记机关登记的基本情况，用来确认档案是您的，本身不说明好坏。',
    effect: 'neutral',
    why: '只是登记情况，不评价好坏。',
    untilNote: '登记变更后随之更新',
    steps: [correct],
  },
  {
    ...common,
    sectionId: 'license',
    title: '行政许可',
    source: '市行政审批局',
    meaning: '行政机关准许从事某项活动的决定。过了有效期要重新申请才能继续。',
    effect: 'neutral',
    why: '说明有资格做这件事，不作为荣誉。',
    effectRules: [{ fact: 'state', includes: ['撤销', '吊销'], effect: 'harm', why: '许可被撤销或吊销，相关活动不能继续。' }],
    untilNote: '以许可证书的有效期为准',
    steps: ['看清有效期，快到期时向{agency}办理延续。', correct],
  },
  {
    ...common,
    sectionId: 'penalty',
    title: '行政处罚',
    source: '市信用平台（双公示）',
    meaning: '行政机关对违法行为作出的处罚决定。公示期内别人可能查到；修复或到期后停止公示、共享和使用。',
    effect: 'harm',
    why: '公示期内，招标、评优、办贷款的一方可能会看到并参考。',
    effectRules: [
      {
        fact: 'penalty_kind',
        includes: ['警告', '通报批评'],
        effect: 'harm',
        why: '警告、通报批评属于较轻的处罚，原则上不公示；开信用代证时仍会列入。',
      },
    ],
    untilNote: '来源没有给出足够的信息，到期日不计算',
    steps: [
      '先履行处罚决定：该缴的缴清，该改的改好，留好凭证。',
      '到了可以申请的日子，在“信用中国”网站或向{agency}申请修复。',
      repairIsFree,
      correct,
    ],
    papers: [...repairPapers],
  },
  {
    ...common,
    sectionId: 'honor',
    title: '守信荣誉',
    source: '市信用办',
    meaning: '部门认定的守信荣誉或表彰，可以在享受便利时使用。',
    effect: 'help',
    why: '部门认定的荣誉，享受激励措施时可以作为依据。',
    untilNote: '以认定文件写明的期限为准',
    steps: ['需要时可开进信用报告。', correct],
  },
  {
    ...common,
    sectionId: 'serious_list',
    title: '严重失信主体名单',
    source: '名单认定部门',
    meaning: '认定部门依照法律法规列入的名单。列入期间会有限制措施，移出后解除。',
    effect: 'harm',
    why: '列入期间，依法会受到相应限制。',
    effectRules: [{ fact: 'state', includes: ['已移出', '移出'], effect: 'neutral', why: '已经移出名单，限制措施随之解除。' }],
    untilNote: '移出名单为止',
    steps: leaveList,
    papers: [...repairPapers],
  },
  {
    ...common,
    sectionId: 'abnormal',
    title: '经营异常',
    kinds: ['merchant'],
    source: '市市场监督管理局',
    meaning: '因没有按时公示年报、登记的住所联系不上等原因被列入的状态，改正后可以移出。',
    effect: 'harm',
    why: '列入期间，交易对方和窗口能查到。',
    effectRules: [{ fact: 'state', includes: ['已移出', '移出'], effect: 'neutral', why: '已经移出，不再是异常状态。' }],
    untilNote: '改正并移出为止',
    steps: leaveList,
    papers: [...repairPapers],
  },
  {
    ...common,
    sectionId: 'commitment',
    title: '承诺及履约',
    source: '承诺受理单位',
    meaning: '您公开作出的承诺和履行情况。',
    effect: 'neutral',
    why: '承诺还在履行中，按约定做到即可。',
    effectRules: [
      {
        fact: 'fulfilment',
        includes: ['部分履行', '未履行', '违背'],
        effect: 'harm',
        why: '承诺没有全部做到；违背承诺的，一年内不享受激励措施。',
      },
      { fact: 'fulfilment', includes: ['全部履行'], effect: 'help', why: '说到做到，受理单位已认定全部履行。' },
    ],
    untilNote: '以承诺书写明的期限为准',
    steps: ['按承诺的内容和期限履行，履行后向{agency}交证明。', correct],
  },
  {
    ...common,
    sectionId: 'evaluation',
    title: '信用评价',
    source: '评价部门',
    meaning: '评价部门给出的结果，这里照原样显示。本应用不打分。',
    effect: 'neutral',
    why: '评价结果由评价部门负责解释，本应用不打分。',
    untilNote: '以评价部门公布的有效期为准',
    steps: ['对结果有疑问，向{agency}了解依据。', correct],
  },
  {
    ...common,
    sectionId: 'judicial',
    title: '司法判决及执行',
    source: '市中级人民法院',
    meaning: '法院公开的裁判和执行信息。履行完判决后，可以向执行法院申请更新状态。',
    effect: 'harm',
    why: '来源没有写履行情况；没有履行完的判决会影响贷款、出行等事项。',
    effectRules: [
      { fact: 'state', includes: ['未履行', '部分履行'], effect: 'harm', why: '判决还没有履行完，会影响贷款、出行等事项。' },
      {
        fact: 'state',
        includes: ['履行完毕', '已履行', '结案', '胜诉', '屏蔽'],
        effect: 'neutral',
        why: '法院登记已办结，不再有执行措施。',
      },
    ],
    untilNote: '履行完毕并经法院更新为止',
    steps: ['还没有履行的，先履行；有困难的，联系{agency}说明情况。', '已经履行的，带凭证向{agency}申请更新或屏蔽。', correct],
  },
  {
    ...common,
    sectionId: 'qualification',
    title: '职称和职业资格',
    kinds: ['person'],
    source: '市人力资源和社会保障局',
    meaning: '经评审或考试取得的职称、职业资格。',
    effect: 'neutral',
    why: '说明具备的资格，不评价好坏。',
    untilNote: '以证书有效期为准',
    steps: [correct],
  },
  {
    ...common,
    sectionId: 'key_group',
    title: '重点人群职业档案',
    kinds: ['person'],
    source: '行业主管部门',
    meaning: '律师、医师、导游等职业人群由行业主管部门记录的执业情况。',
    effect: 'neutral',
    why: '执业登记情况，不评价好坏。',
    effectRules: [
      { fact: 'state', includes: ['暂停', '注销', '吊销', '停止执业'], effect: 'harm', why: '执业状态受限，会影响执业。' },
      { fact: 'assessment', includes: ['不合格', '不称职'], effect: 'harm', why: '年度考核没有通过，会影响执业。' },
      { fact: 'assessment', includes: ['优秀', '称职', '合格'], effect: 'help', why: '主管部门考核通过。' },
    ],
    untilNote: '以主管部门登记为准',
    steps: ['按时参加主管部门的年度考核。', correct],
  },
  {
    ...common,
    sectionId: 'rural',
    title: '农户信用档案',
    kinds: ['person'],
    source: '市农业农村局',
    meaning: '农业农村部门为农户建立的档案，办涉农贷款和补贴时可以参考。',
    effect: 'neutral',
    why: '农户基本情况，不评价好坏。',
    effectRules: [{ fact: 'grade', includes: ['信用户', 'A', '优'], effect: 'help', why: '评定为信用户，办涉农贷款时可以作为依据。' }],
    untilNote: '以下一次评定为准',
    steps: ['情况有变化，请村委会或{agency}更新。', correct],
  },
  {
    ...common,
    sectionId: 'role',
    title: '任职情况',
    kinds: ['person'],
    source: '市市场监督管理局',
    meaning: '您在企业或其他组织担任的职务。这些组织的某些记录会因任职关系出现在您的档案里，并会注明。',
    effect: 'neutral',
    why: '任职登记情况，不评价好坏。',
    untilNote: '离任并变更登记为止',
    steps: ['已经离任的，请该组织到登记机关办理变更。', correct],
  },
  {
    ...common,
    sectionId: 'admin_act',
    title: '其他行政行为',
    source: '作出行为的机关',
    meaning: '行政强制、确认、征收、给付、裁决、补偿、奖励、监督检查等行为的记录。',
    effect: 'neutral',
    why: '行政机关依法作出的行为记录，不评价好坏。',
    effectRules: [
      { fact: 'act_kind', includes: ['奖励'], effect: 'help', why: '行政机关给予的奖励。' },
      { fact: 'result', includes: ['不合格', '发现问题', '责令'], effect: 'harm', why: '检查发现了问题，请按要求改正。' },
      { fact: 'act_kind', includes: ['强制'], effect: 'harm', why: '被采取过强制措施，请先了解原因并履行义务。' },
    ],
    untilNote: '以作出机关的规定为准',
    steps: ['看清决定内容，有期限的按期办理。', correct],
  },
  {
    ...common,
    sectionId: 'complaint',
    title: '消费投诉公示',
    kinds: ['merchant'],
    source: '市市场监督管理局',
    meaning: '消费者投诉及处理结果的公示。',
    effect: 'neutral',
    why: '投诉已登记，结果以处理部门认定为准。',
    effectRules: [
      { fact: 'result', includes: ['未解决', '拒绝', '调解失败', '未达成'], effect: 'harm', why: '投诉没有解决，顾客能查到。' },
      { fact: 'result', includes: ['已解决', '达成', '调解成功'], effect: 'neutral', why: '投诉已经处理好。' },
    ],
    untilNote: '以公示期为准',
    steps: ['联系投诉人协商，处理后向{agency}报告结果。', correct],
  },
  {
    ...common,
    sectionId: 'tax_credit',
    title: '纳税信用',
    source: '市税务局',
    meaning: '税务部门评定的纳税信用，这里照原样显示。',
    effect: 'neutral',
    why: '税务部门的评定结果。',
    effectRules: [
      { fact: 'grade', includes: ['D', '失信'], effect: 'harm', why: '评定较低，发票领用、贷款等会更严。' },
      { fact: 'grade', includes: ['A', '守信'], effect: 'help', why: '评定较好，办税和融资更方便。' },
    ],
    untilNote: '以下一年度评定为准',
    steps: ['对评定有异议，向{agency}申请复评。', correct],
  },
  {
    ...common,
    sectionId: 'rectification',
    title: '约谈与限期整改',
    source: '监管部门',
    meaning: '监管部门约谈或要求限期改正的记录。按期改好后会更新状态。',
    effect: 'harm',
    why: '整改还没有完成，逾期可能受到处罚。',
    effectRules: [
      { fact: 'state', includes: ['未完成', '逾期', '未整改'], effect: 'harm', why: '整改还没有完成，逾期可能受到处罚。' },
      { fact: 'state', includes: ['已完成', '完成', '合格', '已整改'], effect: 'neutral', why: '已经按要求改好。' },
    ],
    untilNote: '整改完成并经确认为止',
    steps: ['在期限前改好，保留照片、票据等材料。', '向{agency}提交整改材料，请对方确认并更新状态。', correct],
    papers: ['整改完成的材料', '整改通知书'],
  },
  {
    ...common,
    sectionId: 'voluntary',
    title: '自愿登记',
    source: '本人申报',
    meaning: '您自己申报的信息。标明是本人自述、材料已核，还是部门核验，三者分开看。',
    effect: 'neutral',
    why: '本人自述，还没有部门核验，只作参考。',
    effectRules: [],
    untilNote: '您撤回或到期为止',
    steps: ['有变化时，请在原来申报的地方更新或撤回。', correct],
  },
  {
    ...common,
    sectionId: 'other',
    title: '其他信息',
    source: '市信用平台',
    meaning: '未归入以上各类、属于目录范围的信息。',
    effect: 'neutral',
    why: '不评价好坏。',
    untilNote: '以来源机关的规定为准',
    steps: [correct],
  },
]);

const bySection = new Map(sectionPolicies.map(policy => [policy.sectionId, policy]));

export const sectionPolicy = (sectionId: SectionId): SectionPolicy => {
  const policy = bySection.get(sectionId);
  if (!policy) throw new Error(`policy: no section ${sectionId}`);
  return policy;
};

/** Sections a subject of this kind has, in the order of screen and paper. */
export const sectionsOf = (kind: SubjectKind, orgType: OrgType | null): readonly SectionId[] =>
  sectionIds.filter(sectionId => {
    const policy = bySection.get(sectionId);
    return policy?.kinds.includes(kind) && (policy.orgTypes === null || orgType === null || policy.orgTypes.includes(orgType));
  });
