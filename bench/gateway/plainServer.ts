import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// What Node serves a file's ranges with when nothing else is done: what the gateway is measured against.
// Argument: the file. Prints its address.

const path = process.argv[2] ?? "";
const { size } = statSync(path);

const server = createServer((request, response) => {
  const [, from = "0", to = String(size - 1)] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  const [start, end] = [Number(from), Number(to)];
  response.writeHead(206, { "content-length": end - start + 1, "content-range": `bytes ${start}-${end}/${size}` });
  createReadStream(path, { start, end }).pipe(response);
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
