import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { networkOf } from "@tallystick/sdk/networks";
import {
  type Order,
  type SignedOrder,
  type SignedTake,
  swapOrderHash,
  swapOrderTypedData,
  type Take,
  takeTypedData,
  withdrawalTypedData,
} from "@tallystick/sdk/swaps/order";
import { encodeSwapOrder, encodeTake, encodeWithdrawal } from "@tallystick/sdk/swaps/orderWire";
import type { Address, Hex, PrivateKeyAccount } from "viem";
import { accountAt, maker, NOW, order, orderChains, taker } from "../../../sdk/test/support/swapOrders.ts";
import {
  getOrders,
  getStream,
  getTakes,
  type OrderGates,
  orderGates,
  postOrder,
  postTake,
  postWithdrawal,
} from "../../lib/server/swapOrders/handlers.ts";
import { type OrderRelay, orderRelay } from "../../lib/server/swapOrders/relay.ts";
import { type OrderSettings, orderSettings } from "../../lib/server/swapOrders/settings.ts";
import { openOrders, orderStore } from "../../lib/server/swapOrders/store.ts";
import type { StreamOptions } from "../../lib/server/swapOrders/stream.ts";

const HOST = "localhost:3000";

/** An order relay without a server, whose clock the test turns by hand. */
export interface Site {
  readonly relay: OrderRelay;
  readonly gates: OrderGates;
  /** Answers a request as the routes do. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Asks with a body that is sent as JSON, or as it is. */
  readonly ask: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
  readonly wait: (seconds: number) => void;
}

export interface SiteChange {
  readonly settings?: Partial<OrderSettings>;
  readonly stream?: StreamOptions;
  /** What a contract wallet answers, by its address; a string that is no hex: the node does not answer. */
  readonly wallets?: ReadonlyMap<Address, Hex | Error>;
  readonly file?: string;
  /** The chains' first blocks, where what is kept is bound to them. */
  readonly genesis?: ReadonlyMap<number, Hex | Error>;
  /** Default: they are local. */
  readonly arePublic?: boolean;
}

/** A node on which certain accounts are contract wallets. */
function walletReader(chainId: number, wallets: ReadonlyMap<Address, Hex | Error>): Reader {
  const call = ({ to }: { to?: Address }): Promise<{ data: Hex | undefined }> => {
    const found = to === undefined ? undefined : wallets.get(to);
    return found instanceof Error ? Promise.reject(found) : Promise.resolve({ data: found });
  };
  return { network: networkOf(chainId, {}), client: { call } as unknown as Reader["client"] };
}

export function startSite(change: SiteChange = {}): Site {
  const {
    settings = {},
    stream,
    wallets = new Map(),
    file = ":memory:",
    genesis = new Map<number, Hex | Error>(),
    arePublic,
  } = change;
  const all = { ...orderSettings({}), ...settings };
  let now = Number(NOW);
  const relay = orderRelay({
    store: orderStore(openOrders(file), all),
    chains: orderChains,
    readers: (chainId) => (orderChains.has(chainId) ? walletReader(chainId, wallets) : undefined),
    kept: [...genesis.keys()].map((chainId) => ({
      ...{ chainId, isLocal: !arePublic },
      genesis: async () => {
        const hash = genesis.get(chainId);
        return typeof hash === "string" ? hash : Promise.reject(hash);
      },
    })),
    timeOf: async () => now,
    now: () => now * 1_000,
  });
  const gates = orderGates(all);
  const handle = (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const isPost = request.method === "POST";
    if (pathname === "/api/orders/withdraw") return postWithdrawal(request, relay, gates);
    if (pathname === "/api/orders/stream") return getStream(request, relay, gates, stream);
    if (pathname === "/api/orders/takes") return (isPost ? postTake : getTakes)(request, relay, gates);
    return (isPost ? postOrder : getOrders)(request, relay, gates);
  };
  return {
    relay,
    gates,
    handle,
    ask: (path, body, headers = {}) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const init = body === undefined ? {} : { method: "POST", body: text };
      return handle(new Request(`http://${HOST}/api/orders${path}`, { ...init, headers: { host: HOST, ...headers } }));
    },
    wait: (seconds) => {
      now += seconds;
    },
  };
}

/** The site behind a port, for clients. */
export async function listen(site: Site): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/" } = incoming;
    const headers = new Headers({ host: HOST });
    const last = incoming.headers["last-event-id"];
    if (typeof last === "string") headers.set("last-event-id", last);
    const body = method === "POST" ? { body: Readable.toWeb(incoming), duplex: "half" } : {};
    const given = await site.handle(new Request(`http://${HOST}${url}`, { method, headers, ...body } as RequestInit));
    response.writeHead(given.status, Object.fromEntries(given.headers));
    if (given.body === null) return void response.end();
    const stream = Readable.fromWeb(given.body as Parameters<typeof Readable.fromWeb>[0]);
    response.once("close", () => stream.destroy());
    stream.once("error", () => response.destroy());
    stream.pipe(response);
  };
  const server = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A maker's order, signed. */
export async function signedOrder(change: Partial<Order> = {}, key: PrivateKeyAccount = maker): Promise<SignedOrder> {
  const own: Order = { ...order, maker: key.address, recipient: key.address, ...change };
  return { order: own, signature: await key.signTypedData(swapOrderTypedData(own)) };
}

/** A maker's order as it travels. */
export async function wireOrder(change: Partial<Order> = {}, key: PrivateKeyAccount = maker) {
  return encodeSwapOrder(await signedOrder(change, key));
}

export async function wireWithdrawal(nonce: bigint, key: PrivateKeyAccount = maker, who: Address = key.address) {
  const withdrawal = { maker: who, nonce };
  return encodeWithdrawal({ withdrawal, signature: await key.signTypedData(withdrawalTypedData(withdrawal)) });
}

/** A taker's note for an order, signed. */
export async function signedTake(
  of: Order,
  change: Partial<Take> = {},
  key: PrivateKeyAccount = taker,
): Promise<SignedTake> {
  const take: Take = {
    order: swapOrderHash(of),
    taker: key.address,
    recipient: accountAt("9"),
    hashlock: `0x${"ab".repeat(32)}`,
    amount: 1_000n,
    deadline: of.deadline,
    ...change,
  };
  return { take, signature: await key.signTypedData(takeTypedData(take)) };
}

export async function wireTake(of: Order, change: Partial<Take> = {}, key: PrivateKeyAccount = taker) {
  return encodeTake(await signedTake(of, change, key));
}
