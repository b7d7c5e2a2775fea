/**
 * The load of `pages`, in a process of its own: so many connections kept open, each asking again as
 * soon as it is answered. Plain sockets, because a whole HTTP client would cost more than the
 * server.
 */
import { connect, type Socket } from 'node:net';

/** What to ask for, how long, and over how many connections. */
export type Load = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
};

/**
 * Milliseconds of each answered request, and whatever was answered with another status than 200.
 */
export type Loaded = { readonly milliseconds: readonly number[]; readonly failures: number };

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

/** Whether the bytes are one whole answer: by its length, or by the last of its chunks. */
function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return false;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return bytes.length >= end + 4 + Number(length);
  return bytes.subarray(-5).equals(lastChunk);
}

function ask(socket: Socket, request: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const hear = (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      if (!isWhole(bytes)) return;
      socket.off('data', hear);
      socket.off('close', reject);
      resolve(bytes.toString('latin1', 9, 12) === '200');
    };
    socket.on('data', hear);
    socket.once('close', reject);
    socket.write(request);
  });
}

async function load({ url, headers, connections, seconds }: Load): Promise<Loaded> {
  const { hostname, port, pathname, host } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  const request = Buffer.from(`GET ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const until = performance.now() + seconds * 1000;
  const milliseconds: number[] = [];
  let failures = 0;
  const work = async () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    while (performance.now() < until) {
      const began = performance.now();
      if (await ask(socket, request)) milliseconds.push(performance.now() - began);
      else failures += 1;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { milliseconds, failures };
}

process.on('message', (asked: Load) => {
  load(asked).then(
    (loaded) => process.send?.(loaded),
    () => process.send?.({ milliseconds: [], failures: 1 }),
  );
});
process.once('disconnect', () => process.exit(0));
