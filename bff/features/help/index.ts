import type { Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { forwardHelp, receiveAnswer } from './answer-help';
import type { HelpDeps } from './deps';
import { sendHelp, viewOf } from './send-help';
import { findHelp, findHelpOf } from './store';

export { type HelpDeps, helpForward } from './deps';

/** 投诉建议: a number at once, forwarded to the platform's office, its answer comes back by signed callback. */
export const wireHelp = (deps: HelpDeps) => {
  const send = sendHelp(deps);
  const handlers: Handlers<'help'> = {
    'help.send': ({ citizen, body, keep }) => send({ ...body, citizenId: citizen.citizenId }, keep),
    'help.list': async ({ citizen }) => ({ messages: (await findHelpOf(deps.db, citizen.citizenId)).map(viewOf(deps.seal)) }),
    async 'help.read'({ citizen, params }) {
      const row = await findHelp(deps.db, { id: params.messageId });
      if (row?.citizenId !== citizen.citizenId) throw new Problem('help.not_found');
      return viewOf(deps.seal)(row);
    },
  };
  return { handlers, forward: forwardHelp(deps), receiveAnswer: receiveAnswer(deps) };
};
