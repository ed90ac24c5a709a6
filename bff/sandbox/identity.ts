import { badRequest, type Call, documentOf, notFound, ok, type Route, textOf } from './wire';

const faceLivesMs = 300_000;
const verdict = (passed: boolean) => ok({ hsjg: passed ? '1' : '2' });

const startFace = ({ state, body }: Call) => {
  const document = documentOf(body);
  if (!document) return badRequest();
  const person = state.findPerson(document);
  const usual = person?.canUseFace ? '1' : '2';
  const id = state.newId('F');
  state.faceChecks.set(id, { id, result: (person?.key && state.faceResults.get(person.key)) || usual, untilMs: state.now() + faceLivesMs });
  return ok({ hsbs: id, yxsj: faceLivesMs / 1000 });
};

const readFace = ({ state, body }: Call) => {
  const check = state.faceChecks.get(textOf(body, 'hsbs'));
  return check && check.untilMs > state.now() ? ok({ hsjg: check.result }) : notFound();
};

const checkBankCard = ({ state, body }: Call) => {
  const document = documentOf(body);
  const card = textOf(body, 'yhkh');
  if (!document || !/^\d{12,19}$/.test(card)) return badRequest();
  return verdict(state.findPerson(document)?.bankCard === card);
};

const useCounterCode = ({ state, body }: Call) => {
  const code = state.counterCodes.get(textOf(body, 'hm'));
  const fits = code && !code.used && code.untilMs > state.now() && code.purpose === textOf(body, 'yt') && code.about === textOf(body, 'dx');
  if (code && fits) code.used = true;
  return verdict(Boolean(fits));
};

const isGuardian = ({ state, body }: Call) => {
  const [guardian, child] = [documentOf(body.jhr), documentOf(body.bjhr)];
  if (!guardian || !child) return badRequest();
  const person = state.findPerson(guardian);
  return verdict(person !== null && state.findPerson(child) !== null && person.guardianOf.includes(child.zjhm));
};

/** docs/upstreams/identity.md */
export const identityRoutes: readonly Route[] = [
  { method: 'POST', path: '/v1/rlhs', name: 'identity.face', answer: startFace },
  { method: 'POST', path: '/v1/rlhs/jg', name: 'identity.face_result', answer: readFace },
  { method: 'POST', path: '/v1/yhk', name: 'identity.bank_card', answer: checkBankCard },
  { method: 'POST', path: '/v1/gthm', name: 'identity.counter_code', answer: useCounterCode },
  { method: 'POST', path: '/v1/jhgx', name: 'identity.guardian', answer: isGuardian },
];
