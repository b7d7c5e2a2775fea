/**
 * The other side of `pages`: bare node:http in a process of its own, serving one answer from memory
 * with the headers and bytes that it is handed. It knows no district and no database.
 */
import { createServer } from 'node:http';

type Served = { readonly headers: Record<string, string>; readonly body: string };

process.once('message', (served: Served) => {
  const body = Buffer.from(served.body, 'base64');
  const headers = { ...served.headers, 'content-length': body.length };
  const server = createServer((_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
  });
});
// The bench ended, in whatever way: nobody asks any more.
process.once('disconnect', () => process.exit(0));
