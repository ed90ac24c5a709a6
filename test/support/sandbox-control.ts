import type { ChangeRequest } from '../../bff/sandbox/change-record';
import type { FaultKind } from '../../bff/sandbox/faults';
import type { ShapeEntry } from '../../bff/sandbox/shape-index';

export interface SandboxPerson {
  readonly key: string;
  readonly ztbs: string;
  readonly document: { readonly zjlx: string; readonly zjhm: string; readonly xm: string };
  readonly phone: string;
  readonly bankCard: string;
  readonly born: string | null;
  readonly openId: string;
  readonly orgCodes: readonly string[];
  /** Keys of the children this person is the guardian of. */
  readonly children: readonly string[];
}

export interface FaultOrder {
  readonly kind: FaultKind;
  /** Name as in the counters or its beginning, e.g. `credit` or `identity.face`; or a section. */
  readonly endpoint?: string;
  readonly section?: string;
  /** Key, unified code or ztbs. */
  readonly subject?: string;
  /** latency: ms; status: HTTP status; oversized: bytes; stale: days. */
  readonly amount?: number;
  readonly times?: number;
  readonly share?: number;
}

/** The control port of a stand-in city, wherever it runs. Source: docs/upstreams/sandbox.md. */
export const sandboxControl = (controlUrl: string) => {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${controlUrl}/${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    if (!reply.ok) throw new Error(`control ${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  };
  return {
    reset: () => ask('POST', 'reset'),
    addFault: (fault: FaultOrder) => ask<{ id: string }>('POST', 'faults', fault),
    clearFaults: () => ask('DELETE', 'faults'),
    counters: async () => (await ask<{ counters: Record<string, number> }>('GET', 'counters')).counters,
    clearCounters: () => ask('DELETE', 'counters'),
    change: (change: ChangeRequest) => ask<{ bdbs: string; jlbs: string | null }>('POST', 'changes', change),
    callbacks: (settings: { url?: string; paused?: boolean }) => ask<{ waiting: number; delivered: number }>('POST', 'callbacks', settings),
    callbackStatus: () => ask<{ waiting: number; delivered: number }>('GET', 'callbacks'),
    feedDown: (down: boolean) => ask('POST', 'feed', { down }),
    registrationMode: (mode: { deduplicates?: boolean; answersItself?: boolean }) => ask('POST', 'registration-mode', mode),
    moveClock: (offsetMs: number) => ask('POST', 'clock', { offsetMs }),
    answerHelp: (answer: { number: string; text?: string; by?: string }) => ask('POST', 'help-answers', answer),
    helpMessages: async () => (await ask<{ messages: { zxbh: string; zxnr: string }[] }>('GET', 'help-messages')).messages,
    checkpoints: async () => (await ask<{ checkpoints: { xh: number; zy: string }[] }>('GET', 'checkpoints')).checkpoints,
    sms: async () => (await ask<{ sms: { phone: string; text: string; params: Record<string, string> }[] }>('GET', 'sms')).sms,
    acceptReminder: (key: string, template: string, times: number) => ask('POST', 'subscribe-accepts', { key, template, times }),
    reminders: async () => (await ask<{ messages: object[] }>('GET', 'subscribe-messages')).messages,
    person: (key: string) => ask<SandboxPerson>('GET', `people/${key}`),
    people: async () => (await ask<{ people: (Omit<SandboxPerson, 'key'> & { key: string | null })[] }>('GET', 'people')).people,
    setFace: (key: string, face: 'pending' | 'passed' | 'failed') => ask('POST', `people/${key}`, { face }),
    merchant: (name: string) => ask<{ ztbs: string; name: string; code: string; orgKind: string }>('GET', `merchants/${name}`),
    merchants: async () =>
      (await ask<{ merchants: { key: string | null; code: string; orgKind: string }[] }>('GET', 'merchants')).merchants,
    records: async (subject: string, section: string) =>
      (await ask<{ records: Record<string, unknown>[] }>('GET', `records/${subject}/${section}`)).records,
    shapes: async () => (await ask<{ shapes: ShapeEntry[] }>('GET', 'shapes')).shapes,
    counterCode: async (purpose: 'real_name' | 'guardian' | 'agent', about: string) =>
      (await ask<{ code: string }>('POST', 'counter-codes', { purpose, about })).code,
    wechatCodes: (key: string) => ask<{ loginCode: string; phoneCode: string }>('POST', 'wechat-codes', { key }),
  };
};

export type SandboxControl = ReturnType<typeof sandboxControl>;
