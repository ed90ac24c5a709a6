export interface Document {
  /** 01 resident ID … 06 residence permit. */
  readonly zjlx: string;
  readonly zjhm: string;
  readonly xm: string;
}

export interface Person {
  readonly ztbs: string;
  readonly kind: 'person';
  /** Of the people who have a story; null in the crowd. */
  readonly key: string | null;
  readonly story: string | null;
  readonly document: Document;
  readonly phone: string;
  readonly bankCard: string;
  readonly born: string | null;
  readonly canUseFace: boolean;
  /** Document numbers of children this person is the guardian of. */
  readonly guardianOf: readonly string[];
  readonly profile: Profile;
}

export interface Merchant {
  readonly ztbs: string;
  readonly kind: 'merchant';
  readonly key: string | null;
  readonly name: string;
  readonly code: string;
  /** 1 企业 2 个体工商户 3 农民专业合作社 4 社会组织 5 事业单位. */
  readonly orgKind: OrgKind;
  /** ztbs of the person in charge now. */
  readonly head: string;
  readonly profile: Profile;
}

export type OrgKind = '1' | '2' | '3' | '4' | '5';
export type Subject = Person | Merchant;

/** What makes a subject's records special; `crowd` = drawn by chance. */
export type Profile = string;

/** One record as it stands on the wire. */
export type WireRecord = { readonly jlbs: string } & Readonly<Record<string, unknown>>;

/** Records by section code. */
export type File = ReadonlyMap<string, readonly WireRecord[]>;

export interface Usage {
  readonly id: string;
  readonly logtime: string;
  readonly action: string;
  readonly receiverCode: string;
  readonly receiverName?: string;
  readonly receiverSystem: string;
}

export interface Agency {
  readonly code: string;
  readonly name: string;
  readonly phone: string | null;
  readonly office: string | null;
  readonly hours: string | null;
  readonly listed: boolean;
}

/** Never changed after it was made; what happens later lies on top of it. */
export interface City {
  readonly today: string;
  readonly people: readonly Person[];
  readonly merchants: readonly Merchant[];
  /** Made when first asked for, always the same. */
  readonly fileOf: (subject: Subject) => File;
  readonly usageOf: (subject: Subject) => readonly Usage[];
  readonly agencies: readonly Agency[];
}
