import type { IncomingMessage } from "node:http";

/**
 * The address a request is counted under: the peer's, or, behind `proxies` trusted proxies, the entry of
 * X-Forwarded-For that the outermost of them wrote. An IPv6 host owns a /64 and counts as one.
 */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const peer = request.socket.remoteAddress ?? "unknown";
  const header = request.headers["x-forwarded-for"];
  const forwarded = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",").map((item) => item.trim());
  const address = proxies > 0 ? forwarded.at(-proxies) || peer : peer;
  return prefix(address.replace(/^::ffff:/i, ""));
}

function prefix(address: string): string {
  if (!address.includes(":")) return address.slice(0, 64);
  const [head = "", tail] = address.toLowerCase().split("::", 2);
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const groups = [...left, ...middle, ...right].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
