import { cityRoutes } from '../../bff/contract/city/routes';
import type { citySchemas } from '../../bff/contract/city/schema';
import type { deskProblems } from '../../bff/contract/desk/problems';
import { deskRoutes } from '../../bff/contract/desk/routes';
import type { deskSchemas } from '../../bff/contract/desk/schema';
import { staffRoutes } from '../../bff/contract/staff/routes';
import type { staffSchemas } from '../../bff/contract/staff/schema';
import type { InputOf, ProblemReply, ReplyOf } from '../../bff/contract/types';

/** What the desk calls: its own endpoints and the city's public words, nothing of the citizens'. Plain data; schemas are types only. */
export const routes = { ...cityRoutes, ...staffRoutes, ...deskRoutes } as const;
export type DeskRoute = keyof typeof routes;

type Schemas = typeof citySchemas & typeof staffSchemas & typeof deskSchemas;
export type Reply<N extends DeskRoute> = ReplyOf<Schemas[N]>;
export type CallInput<N extends DeskRoute> = InputOf<Schemas[N]>;

export type Problem = Omit<ProblemReply, 'code'> & { readonly code: ProblemReply['code'] | keyof typeof deskProblems };
