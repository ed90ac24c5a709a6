import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import { type DeskDeps, findCase } from './deps';

/**
 * Whether strangers may read the public words of an entry (R30): a person's answer where the machine was not sure, did not know the writer,
 * or was doubted by the merchant. It says nothing of whether the words are true, and of two answers the first one stands.
 * @throws Problem `desk.case_not_found`, `desk.case_changed`, `desk.text_reason_missing`
 */
export const decideText =
  (deps: DeskDeps) =>
  async (call: Call<'desk.decideText'>): Promise<Reply<'desk.decideText'>> => {
    const { staff, params, body } = call;
    const { revision, allow } = body;
    if (allow === (body.reason !== null)) throw new Problem('desk.text_reason_missing');
    const { number } = await findCase(deps, staff, params.number);
    const reply = { number, publicText: allow ? ('passed' as const) : ('barred' as const) };
    const done = await deps.decideText({ number, revision, allow, reason: body.reason }, async tx => {
      await call.keep(tx, reply);
      await deps.recordAct(tx, {
        staffId: staff.staffId,
        act: 'text_decided',
        about: number,
        outcome: reply.publicText,
        detail: { revision, reason: body.reason },
      });
    });
    if (!done) throw new Problem('desk.case_changed');
    return reply;
  };
