/** Parameters of a method of the protocol; each reads those it knows. */
export interface Params {
  readonly pageId?: number;
  readonly elementId?: string;
  readonly selector?: string;
  readonly names?: readonly string[];
  readonly method?: string;
  readonly args?: readonly unknown[];
  readonly functionName?: string;
  readonly functionDeclaration?: string;
  readonly name?: string;
  readonly result?: unknown;
  readonly type?: string;
  readonly detail?: object;
  readonly path?: string;
  readonly data?: object;
}

export type Methods = Record<string, (params: Params) => unknown>;
