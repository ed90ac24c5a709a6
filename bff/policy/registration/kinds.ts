import { registrationKinds } from '../../contract/registration/schema';
import type { Day } from '../../platform/ports';
import { charity } from './charity';
import { contract } from './contract';
import type { KindPolicy } from './kind-shape';
import { license } from './license';
import { operation } from './operation';

export type { FieldPolicy, KindPolicy, RulePolicy } from './kind-shape';
export type Kind = KindPolicy['kind'];

/** Every version of every kind that was ever in force: an old entry is read by the version it was written by. */
const versions: readonly KindPolicy[] = [license, operation, contract, charity];

/** The version in force on a Beijing day; before the first one, the first. */
export const currentKind = (kind: Kind, today: Day): KindPolicy => {
  const own = versions.filter(one => one.kind === kind).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  const found = own.find(({ effectiveFrom }) => effectiveFrom <= today) ?? own.at(-1);
  if (!found) throw new Error(`no policy for kind ${kind}`);
  return found;
};

/** @throws Error for a version that was removed: entries written by it could not be read any more */
export const kindOfVersion = (kind: Kind, version: string): KindPolicy => {
  const found = versions.find(one => one.kind === kind && one.version === version);
  if (!found) throw new Error(`no version ${version} of kind ${kind}`);
  return found;
};

export const currentKinds = (today: Day): KindPolicy[] => registrationKinds.map(kind => currentKind(kind, today));
