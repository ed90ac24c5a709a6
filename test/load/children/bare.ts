import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The floor: node:http writing a 2 kB string. */
const body = JSON.stringify({ text: 'x'.repeat(2000) });
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
process.on('SIGTERM', () => process.exit(0));
