/** @jest-environment jsdom */
import { act, renderHook } from '@testing-library/react';

const asked: { key: string; data: string }[] = [];
let respond: () => Promise<{ statusCode: number; data: string; header: object }>;

jest.mock('@tarojs/taro', () => ({
  __esModule: true,
  default: {
    request: ({ header, data }: { header: Record<string, string>; data: string }) => {
      asked.push({ key: header['Idempotency-Key'] ?? '', data });
      return respond();
    },
    getStorageSync: () => '',
    setStorageSync: () => undefined,
    removeStorageSync: () => undefined,
  },
}));

import { beginSession } from '../../miniapp/src/shared/session';
import { useSubmit } from '../../miniapp/src/shared/use-submit';

const ok = (body: unknown) => ({ statusCode: 200, data: JSON.stringify(body), header: {} });
const refusal = { statusCode: 422, data: JSON.stringify({ code: 'request.invalid', title: '填写的内容有误', status: 422 }), header: {} };
const body = (text: string) => ({ body: { kind: 'help' as const, text, page: null } });

beforeEach(async () => {
  asked.length = 0;
  await beginSession({
    accessToken: 'a',
    expiresInSec: 900,
    renewalToken: null,
    verified: true,
    csrfToken: null,
    sessionId: '01900000-0000-7000-8000-00000000000a',
    phoneKey: '0'.repeat(64),
  });
});

describe('use-submit', () => {
  it('ignores a tap while the one before is under way', async () => {
    let finish: (reply: ReturnType<typeof ok>) => void = () => undefined;
    respond = () => new Promise(resolve => (finish = resolve));
    const done = jest.fn();
    const { result } = renderHook(() => useSubmit('help.send', done));
    let first: Promise<unknown> = Promise.resolve();
    act(() => {
      first = result.current.submit(body('请问几点开门'));
    });
    expect(result.current.busy).toBe(true);
    expect(await result.current.submit(body('请问几点开门'))).toBeUndefined();
    await act(async () => {
      finish(ok({ number: 'TS1' }));
      await first;
    });
    expect(asked).toHaveLength(1);
    expect(done).toHaveBeenCalledTimes(1);
    expect(result.current.busy).toBe(false);
  });

  it('keeps one key across tries of the same input, and takes a new one after success', async () => {
    const { result } = renderHook(() => useSubmit('help.send'));
    respond = async () => {
      throw new Error('request:fail timeout');
    };
    await act(async () => void (await result.current.submit(body('请问几点开门'))));
    expect(result.current.problem?.code).toBe('network.timeout');
    respond = async () => ok({ number: 'TS1' });
    await act(async () => void (await result.current.submit(body('请问几点开门'))));
    expect(result.current.problem).toBeNull();
    await act(async () => void (await result.current.submit(body('请问几点开门'))));
    const [first, second, third] = asked.map(({ key }) => key);
    expect(first).toMatch(/^[0-9a-f]{12}-[0-9a-f]{20}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('takes a new key when what is sent has changed', async () => {
    const { result } = renderHook(() => useSubmit('help.send'));
    respond = async () => refusal;
    await act(async () => void (await result.current.submit(body('请问'))));
    expect(result.current.problem?.code).toBe('request.invalid');
    await act(async () => void (await result.current.submit(body('请问几点开门'))));
    expect(asked[1]?.key).not.toBe(asked[0]?.key);
  });
});
