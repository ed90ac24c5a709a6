import type { Handlers } from '../../http/call';
import { decideCases } from './decide-case';
import { decideText } from './decide-text';
import type { DeskDeps } from './deps';
import { openCase } from './open-case';
import { readQueue } from './queue';

/** 工作台: what the office's staff do about cases. The cases themselves belong to their own feature. */
export const wireDesk = (deps: DeskDeps): { readonly handlers: Handlers<'desk'> } => {
  const look = openCase(deps);
  const verdict = decideCases(deps);
  return {
    handlers: {
      'desk.queue': readQueue(deps),
      'desk.open': look.open,
      'desk.release': look.release,
      'desk.attachment': look.attachment,
      'desk.decide': verdict.decide,
      'desk.countersign': verdict.countersign,
      'desk.decideText': decideText(deps),
    },
  };
};
