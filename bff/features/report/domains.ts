/**
 * Which agencies speak for a domain of 信用代证: a record belongs to a domain when the agency's name holds one of the words. The city file says
 * which domains there are and which the platform covers; this table says how they are recognised. Wording of this product, `verified: false`.
 * A record that no word fits is never dropped: it is shown as one without a domain.
 */
export const agencyWords: Readonly<Record<string, readonly string[]>> = {
  market_regulation: ['市场监督', '市场监管', '工商', '质量技术监督'],
  taxation: ['税务'],
  social_security: ['人力资源', '社会保险', '劳动保障'],
  medical_insurance: ['医疗保障'],
  housing_construction: ['住房和城乡建设', '住建', '房产'],
  natural_resources: ['自然资源', '国土', '规划'],
  ecology: ['生态环境', '环境保护'],
  transport: ['交通', '公路', '海事', '港口'],
  emergency: ['应急管理', '安全生产'],
  fire_rescue: ['消防'],
  public_security: ['公安'],
  justice: ['司法局', '司法行政'],
  court_enforcement: ['人民法院'],
  criminal_judgment: [],
  customs: ['海关'],
  foreign_exchange: ['外汇'],
  finance: ['财政'],
  audit: ['审计'],
  statistics: ['统计'],
  education: ['教育'],
  science: ['科学技术', '科技局'],
  industry: ['工业和信息化', '通信管理'],
  civil_affairs: ['民政'],
  health: ['卫生健康', '疾病预防'],
  culture_tourism: ['文化', '旅游', '广播', '体育'],
  agriculture: ['农业农村', '畜牧', '渔业'],
  water: ['水利', '水务'],
  commerce: ['商务'],
  urban_management: ['城市管理', '综合执法'],
  development_reform: ['发展和改革', '发展改革', '物价'],
  intellectual_property: ['知识产权', '版权'],
  drug: ['药品'],
  meteorology: ['气象'],
  post: ['邮政'],
  housing_fund: ['公积金'],
  local_finance: ['金融'],
  forestry: ['林业', '园林'],
  tobacco: ['烟草'],
  energy: ['能源'],
  veterans: ['退役军人'],
};

/** Always asked, whatever the holder picks: a 信用代证 without them would say less than the certificates it replaces. */
export const mandatoryDomains: readonly string[] = ['court_enforcement', 'criminal_judgment'];
