import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getBallots, getInfo, postBallots } from "../../lib/server/ballots/handlers.ts";
import { startRelays } from "../../lib/server/ballots/running.ts";

// The relay's routes without the pages, in a process of its own, for tests that kill it. Prints its address.

const { find, gates } = startRelays();

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { method = "GET" } = incoming;
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const headers = { host: incoming.headers.host ?? "" };
  const request = new Request(url, { method, headers, ...(method === "POST" ? { body: Buffer.concat(parts) } : {}) });
  const look = url.pathname.endsWith("/info") ? getInfo : getBallots;
  const given = method === "POST" ? await postBallots(request, find, gates) : look(request, find, gates);
  response.writeHead(given.status, Object.fromEntries(given.headers));
  response.end(Buffer.from(await given.arrayBuffer()));
}

const server = createServer((incoming, response) => void answer(incoming, response));
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.env["TALLYSTICK_APP_HOSTS"] = `127.0.0.1:${port}`;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
