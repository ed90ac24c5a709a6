import type { IdentityDocument, IdType } from './ports';

/** Codes of identity documents, the same at the credit platform and at real-name identity. Source: docs/upstreams/credit-platform.md. */
const documentCodes: Readonly<Record<IdType, string>> = {
  resident_id: '01',
  passport: '02',
  hm_permit: '03',
  tw_permit: '04',
  foreign_permanent: '05',
  hmt_residence: '06',
};

export const wireDocument = ({ idType, idNumber, name }: IdentityDocument) => ({ zjlx: documentCodes[idType], zjhm: idNumber, xm: name });

/** The way back; null for a code that is not known. */
export const idTypeOf = (code: string): IdType | null =>
  (Object.entries(documentCodes).find(([, known]) => known === code)?.[0] as IdType | undefined) ?? null;
