import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { appMethods } from './automator/app-methods';
import { Elements, elementMethods } from './automator/element-methods';
import type { Methods } from './automator/methods';
import type { WeappHost } from './host';

interface Message {
  readonly id: string;
  readonly method: string;
  readonly params: never;
}

/** Serves WeChat DevTools' automation protocol for one phone; a method that it does not have is refused with its name. */
export const serveAutomator = async (host: WeappHost): Promise<{ wsEndpoint: string; close: () => Promise<void> }> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise<void>(resolve => server.once('listening', () => resolve()));
  const tellAll = (method: string, params: object): void => {
    for (const client of server.clients) client.send(JSON.stringify({ method, params }));
  };
  const elements = new Elements();
  const methods: Methods = { ...appMethods(host, elements, tellAll), ...elementMethods(host, elements) };

  const reply = async (socket: WebSocket, { id, method, params }: Message): Promise<void> => {
    try {
      const run = methods[method];
      if (!run) throw new Error(`weapp harness: automator method ${method} is not implemented`);
      socket.send(JSON.stringify({ id, result: (await run(params)) ?? {} }));
    } catch (error) {
      socket.send(JSON.stringify({ id, error: { message: (error as { errMsg?: string }).errMsg ?? (error as Error).message } }));
    }
  };
  server.on('connection', socket => {
    socket.on('message', raw => void reply(socket, JSON.parse(String(raw)) as Message));
  });
  return {
    wsEndpoint: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
};
