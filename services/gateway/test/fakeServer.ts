import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type After = { after(act: () => unknown): void };
/** What a server does with a request. */
type Handle = (request: IncomingMessage, body: Buffer, url: URL, response: ServerResponse) => Promise<void> | void;

export async function serve(context: After, handle: Handle): Promise<string> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    await handle(request, Buffer.concat(parts), url, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers in place of the right one. */
export type Misbehaviour = (request: IncomingMessage, url: URL, response: ServerResponse) => boolean;
