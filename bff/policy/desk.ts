import { z } from 'zod';
import { zDay } from '../contract/atoms';
import { zDecision } from '../contract/desk/schema';

const zDeskPolicy = z.object({
  version: z.string(),
  effectiveFrom: zDay,
  source: z.string(),
  verified: z.boolean(),
  /** A case that was opened is one's own for so long, minutes; opening it again begins anew. */
  holdMinutes: z.int().min(1),
  /** Ready-made reasons. What the merchant reads says what is wrong and what to do. `pointer` null: for any field; `/attachments/*`: for any one attachment. */
  templates: z.array(z.object({ decision: zDecision, pointer: z.string().nullable(), text: z.string().max(200) })),
});

/** How the desk works; our own numbers and words, for the office to make its own. */
export const deskPolicy = zDeskPolicy.parse({
  version: '2026-11-23',
  effectiveFrom: '2026-11-23',
  source: 'docs/security.md#staff；用语为本产品的建议',
  verified: false,
  holdMinutes: 30,
  templates: [
    { decision: 'return', pointer: null, text: '与附件上写的不一致，请照附件改正，或换成对应的附件。' },
    { decision: 'return', pointer: null, text: '这一项写得不完整，请写全称。' },
    { decision: 'return', pointer: '/attachments/*', text: '看不清，请在光线充足的地方重新拍，四角拍全。' },
    { decision: 'return', pointer: '/attachments/*', text: '不是本单位的证照，请换成本单位的。' },
    { decision: 'return', pointer: '/attachments/*', text: '不是这件事的材料，请换成对应的那一份。' },
    { decision: 'return', pointer: '/attachments/*', text: '里面有别人的证件号或脸，请遮住后重新传。' },
    { decision: 'return', pointer: '/attachments', text: '附件看不清，请在光线充足的地方重新拍，四角拍全。' },
    { decision: 'return', pointer: '/attachments', text: '缺少能证明这件事的附件，请补传。' },
    { decision: 'return', pointer: '/attachments', text: '附件里有别人的证件号或脸，请遮住后重新传。' },
    { decision: 'return', pointer: '/fields/validTo', text: '有效期与证照不一致，请照证照填写。' },
    { decision: 'return', pointer: '/fields/permitNumber', text: '编号与证照不一致，请照证照填写。' },
    { decision: 'return', pointer: '/fields/receiverName', text: '请写接收单位的全称，与票据上的章一致。' },
    { decision: 'return', pointer: '/fields/counterpartyName', text: '请写合同另一方的全称，与合同上的章一致。' },
    { decision: 'refuse', pointer: '/', text: '向有关单位核对，没有这件事的记录。您有新的证明材料时，可以重新登记。' },
    { decision: 'refuse', pointer: '/', text: '不属于可以登记的范围。可以登记的内容见“自愿登记”首页的说明。' },
    { decision: 'refuse', pointer: '/', text: '同一件事已经登记过，不重复登记。' },
  ],
});
