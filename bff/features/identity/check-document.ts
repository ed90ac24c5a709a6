import { birthdayAt14, checkDocument, isUnder14 } from '../../lib/citizen-id';
import { Problem } from '../../lib/problem';
import type { Day, IdentityDocument } from '../../platform/ports';

/** The number itself, before anybody is asked. @throws Problem `identity.document_wrong` with the place */
const bornOnOf = ({ idType, idNumber }: IdentityDocument, today: Day): Day | null => {
  const check = checkDocument(idType, idNumber, today);
  if (check.ok) return check.bornOn;
  throw new Problem('identity.document_wrong', { errors: [{ pointer: '/idNumber', detail: check.reason }] });
};

/** @throws Problem `identity.document_wrong`, `identity.under_age` — an age that the number does not carry cannot be refused here */
export const refuseChild = (document: IdentityDocument, today: Day): void => {
  bornOnOf(document, today);
  if (isUnder14(document, today)) throw new Problem('identity.under_age');
};

/** Last day of a guardianship: the one before the 14th birthday. @throws Problem `identity.document_wrong`, `identity.child_too_old` */
export const lastDayAsChild = (document: IdentityDocument, today: Day): Day => {
  const bornOn = bornOnOf(document, today);
  if (bornOn === null) {
    const detail = '这种证件的号码看不出出生日期，不能在手机上添加，请带孩子的证件到柜台办理';
    throw new Problem('identity.document_wrong', { errors: [{ pointer: '/idType', detail }] });
  }
  const birthday = birthdayAt14(bornOn);
  if (birthday <= today) throw new Problem('identity.child_too_old');
  return new Date(Date.parse(birthday) - 24 * 3600_000).toISOString().slice(0, 10);
};
