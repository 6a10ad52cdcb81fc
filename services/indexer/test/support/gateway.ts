import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { OwnedTariff } from "@tallystick/sdk/gateway/tariffs";
import { encodeTariff } from "@tallystick/sdk/gateway/wire";

/** A content store over HTTP that can be taken down and brought back at the same port. */
export interface TestGateway {
  readonly url: string;
  readonly content: Map<string, Uint8Array>;
  /** What it lists under `/v1/tariffs`. */
  readonly tariffs: OwnedTariff[];
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
}

export async function startGateway(): Promise<TestGateway> {
  const content = new Map<string, Uint8Array>();
  const tariffs: OwnedTariff[] = [];
  let server: Server | undefined;
  const open = (port: number): Promise<number> =>
    new Promise((done, fail) => {
      const next = createServer((request, response) => {
        if (request.url === "/v1/tariffs") {
          const listed = tariffs.map(({ owner, ...signed }) => ({ owner, ...encodeTariff(signed) }));
          response.end(JSON.stringify({ tariffs: listed, next: null }));
          return;
        }
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
    tariffs,
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
