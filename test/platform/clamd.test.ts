import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { clamdScanner, noScanner } from '../../bff/platform/scanner/clamd';
import { badWords, type Clamd, hasClamd, startClamd, withoutClamd } from '../support/clamd';

async function* pieces(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

(hasClamd ? describe : describe.skip)(`a real clamd${withoutClamd}`, () => {
  let clamd: Clamd;
  const path = () => clamd.address.slice('unix:'.length);
  beforeAll(async () => {
    clamd = await startClamd({ streamMaxLength: '1M' });
  }, 60_000);
  afterAll(() => clamd.close());

  it('finds what its one line names, also across two pieces, and lets the rest pass', async () => {
    const scanner = clamdScanner({ path: path() });
    expect(await scanner.fault()).toBeNull();
    expect(await scanner.scan(pieces('nothing ', 'to see'))).toEqual({ is: 'clean' });
    expect(await scanner.scan(pieces('before ', badWords.slice(0, 9), badWords.slice(9), ' after'))).toEqual({
      is: 'bad',
      finding: expect.stringContaining('Chengxin.Test'),
    });
    expect(await scanner.scan(pieces())).toEqual({ is: 'clean' });
  });

  it('that stops in the middle because it is too long for it has said nothing', async () => {
    const verdict = await clamdScanner({ path: path() }).scan(
      pieces(...Array.from({ length: 40 }, () => new Uint8Array(100_000)), badWords),
    );
    expect(verdict.is).toBe('absent');
  });

  it('that died has said nothing, and answers again when it is back', async () => {
    await clamd.kill();
    const scanner = clamdScanner({ path: path() });
    expect((await scanner.scan(pieces('x'))).is).toBe('absent');
    expect(await scanner.fault()).not.toBeNull();
    await clamd.start();
    expect(await scanner.scan(pieces('x'))).toEqual({ is: 'clean' });
  }, 60_000);
});

describe('whoever is no scanner', () => {
  let server: Server;
  let answer: (socket: Socket) => void;
  const sockets = new Set<Socket>();
  const scanner = () => clamdScanner({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, { scanMs: 400, connectMs: 400 });
  beforeAll(
    () =>
      new Promise<void>(done => {
        server = createServer(socket => {
          sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
          answer(socket);
        }).listen(0, '127.0.0.1', done);
      }),
  );
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise(done => server.close(done));
  });

  it.each<[string, (socket: Socket) => void]>([
    ['hangs', () => undefined],
    ['hangs up', socket => socket.destroy()],
    ['ends without a word', socket => socket.resume().end()],
    ['says another thing', socket => socket.resume().end('HTTP/1.1 200 OK\r\n\r\n')],
    ['says only the beginning', socket => socket.resume().end('stream: O')],
    ['hides OK among more', socket => socket.resume().end('stream: OK but not really\0')],
    ['names an error', socket => socket.resume().end('stream: Can’t allocate memory ERROR\0')],
    ['answers before it has listened', socket => void socket.pause().write('stream: OK\0')],
    ['talks without end', socket => void socket.resume().write(Buffer.alloc(200_000, 'OK '))],
  ])('and %s has said nothing', async (_, behave) => {
    answer = behave;
    expect((await scanner().scan(pieces('x', new Uint8Array(24_000_000)))).is).toBe('absent');
    expect(await scanner().fault()).not.toBeNull();
  });

  it('is the same as none at all', async () => {
    expect((await noScanner.scan(pieces('x'))).is).toBe('absent');
    expect(await noScanner.fault()).toContain('CLAMD');
  });
});
