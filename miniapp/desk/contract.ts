import { cityRoutes } from '../../bff/contract/city/routes';
import { deskRoutes } from '../../bff/contract/desk/routes';
import { staffRoutes } from '../../bff/contract/staff/routes';

export type { CallInput, ProblemReply as Problem, Reply } from '../../bff/contract/types';

/** What the desk calls: its own endpoints and the city's public words, nothing of the citizens'. Plain data. */
export const routes = { ...cityRoutes, ...staffRoutes, ...deskRoutes } as const;
export type DeskRoute = keyof typeof routes;
