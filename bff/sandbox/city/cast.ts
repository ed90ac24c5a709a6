/** People and merchants with a story: the hard characters. Documented in docs/upstreams/people.md; a test holds the two together. */
export interface Role {
  readonly key: string;
  readonly name: string;
  /** One line for the picker; no document number, no phone. */
  readonly story: string;
  /** Document type; 01 when absent. */
  readonly zjlx?: string;
  /** Years before today; born on another day of the year unless `birthdayIn` says how many days from today. */
  readonly age?: number;
  readonly birthdayIn?: number;
  readonly noFace?: boolean;
  readonly guardianOf?: readonly string[];
}

export const roles: readonly Role[] = [
  { key: 'clean', name: '林清和', story: '普通居民，有许可和荣誉，没有不良记录', age: 34 },
  { key: 'elder', name: '陈桂兰', story: '七十岁，人脸核验总是不通过，可用银行卡或柜台核验码', age: 70, noFace: true },
  { key: 'penalty_minor', name: '周小满', story: '一条轻微失信的行政处罚（简易程序）', age: 29 },
  { key: 'penalty_general', name: '吴立夏', story: '一条一般失信的行政处罚，有罚款和没收', age: 41 },
  { key: 'penalty_serious', name: '郑大寒', story: '一条严重失信的行政处罚，另有未履行的判决', age: 47 },
  { key: 'penalty_unclassed', name: '冯处暑', story: '处罚来源没有给出失信类别，不计算日期', age: 38 },
  { key: 'penalty_old_regime', name: '沈惊蛰', story: '处罚作出于旧办法施行期间，涉消防', age: 52 },
  { key: 'rare_name_in_font', name: '李𬭎𬱖', story: '名字里有生僻字，随应用的字体里有', age: 31 },
  { key: 'rare_name_outside_font', name: '陈𠮷𤭢', story: '名字里有生僻字，随应用的字体里没有', age: 26 },
  { key: 'hmt_residence', name: '黄嘉铭', story: '港澳台居民居住证', zjlx: '06', age: 36 },
  { key: 'foreign_permanent', name: 'DEMO ANNA MARIA', story: '外国人永久居留身份证，英文姓名', zjlx: '05', age: 44 },
  { key: 'passport', name: 'DEMO JOHN SMITH', story: '护照，没有校验位', zjlx: '02', age: 39 },
  { key: 'hm_permit', name: '何佩珊', story: '港澳居民来往内地通行证', zjlx: '03', age: 28 },
  { key: 'tw_permit', name: '林志玮', story: '台湾居民来往大陆通行证', zjlx: '04', age: 33 },
  { key: 'same_name_a', name: '王芳', story: '同名同姓的两个人之一，有荣誉', age: 35 },
  { key: 'same_name_b', name: '王芳', story: '同名同姓的两个人之二，有处罚', age: 35 },
  { key: 'child', name: '许小禾', story: '未满 14 岁，由监护人代为查看', age: 8 },
  { key: 'child_turning_14', name: '许小苗', story: '明天满 14 岁，监护人的查看明天结束', age: 14, birthdayIn: 1 },
  {
    key: 'guardian',
    name: '许知远',
    story: '两个孩子的监护人，孩子的证件在演示城市的“演示人物”页',
    age: 40,
    guardianOf: ['child', 'child_turning_14'],
  },
  { key: 'records_400', name: '韩千帆', story: '四百条记录', age: 55 },
  { key: 'legal_rep_new', name: '曹新雨', story: '昨天起担任一家公司的法定代表人', age: 37 },
  { key: 'legal_rep_old', name: '曹故山', story: '昨天卸任同一家公司的法定代表人', age: 61 },
  { key: 'org_code_zero', name: '孔令零', story: '名下企业的统一社会信用代码末位是 31→0 的情形', age: 43 },
  { key: 'serious_list_boss', name: '魏长庚', story: '名下企业在严重失信名单上，一条记录异议处理中', age: 50 },
  { key: 'sections_fail', name: '蒋断桥', story: '许可、处罚、荣誉三类信息取不到', age: 45 },
  { key: 'sections_hang', name: '蒋久候', story: '司法、纳税两类信息一直不应答', age: 45 },
  { key: 'sections_stale', name: '蒋陈年', story: '许可、处罚两类信息的数据时间很旧', age: 45 },
  { key: 'unknown_category', name: '姜未名', story: '一条记录的类别不在全国目录里', age: 32 },
  { key: 'lawyer', name: '苏正言', story: '律师，有重点人群职业档案', age: 42 },
  { key: 'rural', name: '田有余', story: '农户，有农户信用档案，也是合作社负责人', age: 58 },
  { key: 'roles_three', name: '钱三任', story: '在三家企业任职，一条处罚因任职关系出现', age: 48 },
  { key: 'agent', name: '方代文', story: '经办人，替企业办事', age: 27 },
  { key: 'shop_owner', name: '杜小铺', story: '个体工商户经营者，有投诉公示和经营异常', age: 39 },
  { key: 'association_head', name: '罗会明', story: '社会组织负责人', age: 56 },
  { key: 'institution_head', name: '贺文馆', story: '事业单位负责人', age: 49 },
  { key: 'repaired', name: '邵复青', story: '处罚已修复一条、修复申请中一条', age: 33 },
  { key: 'shape_missing', name: '演示·缺字段', story: '每类信息都有一条只剩标识的记录', age: 30 },
  { key: 'shape_null', name: '演示·空值', story: '每类信息都有一条字段全为空值的记录', age: 30 },
  { key: 'shape_empty', name: '演示·空串', story: '每类信息都有一条字段全为空串的记录', age: 30 },
  { key: 'shape_long', name: '演示·超长', story: '每类信息都有字段超过规定长度的记录', age: 30 },
];

export interface HardMerchant {
  readonly key: string;
  readonly name: string;
  readonly orgKind: '1' | '2' | '3' | '4' | '5';
  readonly head: string;
}

export const hardMerchants: readonly HardMerchant[] = [
  { key: 'm_changed_head', name: '青禾新旧更替贸易有限公司（虚构）', orgKind: '1', head: 'legal_rep_new' },
  { key: 'm_code_zero', name: '青禾末位归零科技有限公司（虚构）', orgKind: '1', head: 'org_code_zero' },
  { key: 'm_serious_list', name: '青禾长庚食品有限公司（虚构）', orgKind: '1', head: 'serious_list_boss' },
  { key: 'm_roles_first', name: '青禾三任投资有限公司（虚构）', orgKind: '1', head: 'roles_three' },
  { key: 'm_roles_second', name: '青禾三任餐饮管理有限公司（虚构）', orgKind: '1', head: 'clean' },
  { key: 'm_roles_third', name: '青禾三任仓储有限公司（虚构）', orgKind: '1', head: 'agent' },
  { key: 'm_shop', name: '青禾市杜小铺便利店（虚构）', orgKind: '2', head: 'shop_owner' },
  { key: 'm_cooperative', name: '青禾市有余柑橘专业合作社（虚构）', orgKind: '3', head: 'rural' },
  { key: 'm_association', name: '青禾市演示商贸行业协会（虚构）', orgKind: '4', head: 'association_head' },
  { key: 'm_institution', name: '青禾市演示图书馆（虚构）', orgKind: '5', head: 'institution_head' },
  { key: 'm_shape_missing', name: '青禾缺字段有限公司（虚构）', orgKind: '1', head: 'shape_missing' },
  { key: 'm_shape_null', name: '青禾空值有限公司（虚构）', orgKind: '1', head: 'shape_null' },
  { key: 'm_shape_empty', name: '青禾空串有限公司（虚构）', orgKind: '1', head: 'shape_empty' },
  { key: 'm_shape_long', name: '青禾超长有限公司（虚构）', orgKind: '1', head: 'shape_long' },
];

/** Sections that do not come as they should, as long as the city stands. */
export const standingFaults: readonly { readonly key: string; readonly section: string; readonly kind: 'status' | 'hang' | 'stale' }[] = [
  { key: 'sections_fail', section: 'XZXK', kind: 'status' },
  { key: 'sections_fail', section: 'XZCF', kind: 'status' },
  { key: 'sections_fail', section: 'SXRY', kind: 'status' },
  { key: 'sections_hang', section: 'SFPJ', kind: 'hang' },
  { key: 'sections_hang', section: 'NSXY', kind: 'hang' },
  { key: 'sections_stale', section: 'XZCF', kind: 'stale' },
  { key: 'sections_stale', section: 'XZXK', kind: 'stale' },
];
