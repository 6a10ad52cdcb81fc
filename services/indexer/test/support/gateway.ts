import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A content store over HTTP that can be taken down and brought back at the same port. */
export interface TestGateway {
  readonly url: string;
  readonly content: Map<string, Uint8Array>;
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
}

export async function startGateway(): Promise<TestGateway> {
  const content = new Map<string, Uint8Array>();
  let server: Server | undefined;
  const open = (port: number): Promise<number> =>
    new Promise((done, fail) => {
      const next = createServer((request, response) => {
        const bytes = content.get(request.url?.replace("/v1/content/", "") ?? "");
        if (bytes === undefined) response.writeHead(404).end("{}");
        else response.writeHead(200).end(bytes);
      });
      server = next;
      next.once("error", fail).listen(port, "127.0.0.1", () => done((next.address() as AddressInfo).port));
    });
  const port = await open(0);
  return {
    url: `http://127.0.0.1:${port}`,
    content,
    down: () =>
      new Promise((done) => {
        server?.close(() => done());
        server?.closeAllConnections();
        server = undefined;
      }),
    up: async () => {
      if (server === undefined) await open(port);
    },
  };
}
