import type { ProblemTable } from '../route';

export const deskProblems = {
  'desk.case_not_found': [404, '没有这一件，或它不归您所在的区县'],
  'desk.case_changed': [409, '这一件已经变了（商户改过或别人办过），请重新打开再看'],
  'desk.held_by_other': [409, '这一件正由另一位工作人员办，请等他放回或到时'],
  'desk.not_held': [409, '这一件不在您手上（可能已到时放回），请重新打开'],
  'desk.reasons_wrong': [422, '退回和不予核实要写原因，核实不写原因；每条原因要指到一个栏目'],
  'desk.evidence_unchecked': [409, '有附件还没有通过安全检查，现在不能核实；可以等检查完，或退回请商户重传'],
  'desk.text_reason_missing': [422, '不同意公开要写原因，同意公开不写原因'],
  'desk.second_needed': [409, '这一件已有拟办意见，请由另一位工作人员表示同意或不同意'],
  'desk.same_person': [409, '拟办的人不能自己复核，请由另一位工作人员来办'],
  'desk.no_proposal': [409, '这一件现在没有等人复核的拟办意见，请重新打开再看'],
} as const satisfies ProblemTable;
