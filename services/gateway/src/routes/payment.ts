import { isTallystickError } from "@tallystick/sdk/errors";
import type { TabQuery, Tariff } from "@tallystick/sdk/gateway/typedData";
import { decodeTabQuery, decodeTariff, encodeTariff, type Signed, TAB_HEADER } from "@tallystick/sdk/gateway/wire";
import { type Address, type Hex, isAddressEqual, isHash } from "viem";
import type { TabsChain } from "../chain/tabsChain.ts";
import { clientAddress } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { sendJson } from "../http/respond.ts";
import type { Exchange, Route } from "../http/server.ts";
import type { Limiter } from "../limits/limiter.ts";
import { isTariffCursor, type Tariffs } from "../payment/tariffs.ts";
import type { Vouchers } from "../payment/vouchers.ts";
import { badRequest, Problem, rateLimited } from "../problem.ts";

const MAX_BODY = 65_536;
const BODY_SECONDS = 10;
/** A tariff may be signed for so long ahead. */
const MAX_AHEAD = 10 * 365 * 86_400;
/** Tariffs in one answer of the list of all. */
const PAGE = 100;
const QUERY_AHEAD = 3_600n;

export type PaymentRouteDeps = {
  tariffs: Tariffs;
  vouchers: Vouchers;
  tabs: TabsChain;
  keeper: Address;
  limiter: Limiter;
  proxies: number;
  signerOfTariff(tariff: Signed<Tariff>): Promise<{ owner: Address | undefined; signed: boolean; record: boolean }>;
  ownerOf(dataset: bigint): Promise<Address | undefined>;
  isTabQuery(query: Signed<TabQuery>): Promise<boolean>;
  now: () => number;
};

function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw isTallystickError(error) ? badRequest(error.message) : error;
  }
}

/** `/v1/tariffs` and `/v1/tabs/:id`: what an access costs, and how a tab stands. */
export function paymentRoutes(deps: PaymentRouteDeps): Route[] {
  const { tariffs, vouchers, tabs } = deps;
  const seconds = (): number => Math.floor(deps.now() / 1000);
  const admit = ({ request }: Exchange): void => {
    const wait = deps.limiter.take(clientAddress(request, deps.proxies));
    if (wait > 0) throw rateLimited(wait);
  };
  const hashOf = (text: string): Hex => {
    const hash = text.toLowerCase();
    if (!isHash(hash)) throw badRequest("An id is 0x and 64 hexadecimal digits.");
    return hash;
  };

  const put = async (exchange: Exchange): Promise<void> => {
    admit(exchange);
    const body = await readJson(exchange.request, MAX_BODY, BODY_SECONDS);
    const signed = decoded(() => decodeTariff(body));
    const { validUntil } = signed.value;
    if (validUntil < BigInt(seconds()) || validUntil > BigInt(seconds() + MAX_AHEAD)) {
      throw new Problem(403, "expired", "The tariff has ended, or ends more than ten years ahead.");
    }
    const { owner, signed: isOwners, record } = await deps.signerOfTariff(signed);
    if (owner === undefined) throw new Problem(404, "unknown-dataset", "There is no such data set on this chain.");
    if (!isOwners) throw new Problem(403, "bad-signature", "The tariff was not signed by the data set's owner.");
    if (record) throw new Problem(403, "record", "A record is read with its holders' consent, and not sold by use.");
    await tariffs.put(signed, owner);
    sendJson(exchange.response, 201, encodeTariff(signed));
  };

  /** For whoever keeps a catalogue: whether an owner is the owner still, and a record none, he finds on the chain. */
  const listAll = async (exchange: Exchange): Promise<void> => {
    admit(exchange);
    const { searchParams } = new URL(exchange.request.url ?? "", "http://gateway");
    const after = searchParams.get("after") ?? undefined;
    if (after !== undefined && !isTariffCursor(after)) throw badRequest("after must be the next of the page before.");
    const { tariffs: page, next } = tariffs.page(after, seconds(), PAGE);
    const shown = page.map(({ owner, ...signed }) => ({ owner, ...encodeTariff(signed) }));
    sendJson(exchange.response, 200, { tariffs: shown, next: next ?? null });
  };

  const list = async (exchange: Exchange): Promise<void> => {
    admit(exchange);
    const dataset = BigInt(hashOf(exchange.parameter));
    const owner = await deps.ownerOf(dataset);
    const all = owner === undefined ? [] : tariffs.of(dataset, owner, seconds());
    sendJson(exchange.response, 200, { tariffs: all.filter(({ value }) => value.segments !== 0).map(encodeTariff) });
  };

  /** Whether the question is signed by somebody the tab concerns. Throws when it is not good at all. */
  const concerns = async (header: string, id: Hex): Promise<boolean> => {
    const query = decoded(() => decodeTabQuery(header));
    const { account, keeper, expiry } = query.value;
    const now = BigInt(seconds());
    if (!isAddressEqual(keeper, deps.keeper)) {
      throw new Problem(403, "wrong-keeper", "The question was signed for another keeper.");
    }
    if (expiry <= now || expiry > now + QUERY_AHEAD) {
      throw new Problem(403, "expired", "The question has expired, or ends more than an hour ahead. Sign a new one.");
    }
    if (!(await deps.isTabQuery(query))) {
      throw new Problem(403, "bad-signature", "The question was not signed by its account for this chain and market.");
    }
    const tab = vouchers.newest(id)?.tab;
    return tab === undefined || [tab.reader, tab.provider].some((party) => isAddressEqual(party, account));
  };

  const standing = async (exchange: Exchange): Promise<void> => {
    admit(exchange);
    const id = hashOf(exchange.parameter);
    const header = exchange.request.headers[TAB_HEADER];
    const isParty = typeof header === "string" && (await concerns(header, id));
    if (typeof header === "string" && !isParty) {
      throw new Problem(403, "not-party", "Only the tab's reader and provider are told what is owed on it.");
    }
    const { claimed, available } = await tabs.stateOf(id);
    const known = vouchers.owed(id);
    const owed = isParty ? { owed: known > claimed ? known : claimed } : {};
    sendJson(exchange.response, 200, { id, claimed, available, ...owed });
  };

  return [
    { name: "tariffs", path: /^\/v1\/tariffs$/, methods: { GET: listAll, PUT: put } },
    { name: "tariff", path: /^\/v1\/tariffs\/(0x[0-9a-fA-F]{1,80})$/, methods: { GET: list } },
    { name: "tab", path: /^\/v1\/tabs\/(0x[0-9a-fA-F]{1,80})$/, methods: { GET: standing } },
  ];
}
