import { type Address, keccak256, stringToHex, zeroHash } from "viem";
import {
  act,
  actAsDao,
  addressOf,
  buy,
  buyMany,
  DAY,
  datasetId,
  type Entry,
  grant,
  passTime,
  publish,
  randomHash,
  termsOf,
} from "./acts.ts";
import type { TestChain } from "./chains.ts";
import { manifestOf } from "./manifests.ts";

export const RESEARCHER = keccak256(stringToHex("researcher"));
export const MARKUP = "Cars <img src=x onerror=alert(1)> & 100% \\_ more";

/** What happened on a chain, for the tables to be compared with. */
export interface Story {
  readonly datasets: readonly bigint[];
  readonly accounts: readonly Address[];
  readonly entries: readonly { reader: Address; entry: Entry; isGivenBack: boolean }[];
  readonly orgs: readonly `0x${string}`[];
  /** CID and bytes of every manifest that exists, uploaded or not. */
  readonly manifests: readonly { cid: string; bytes: Uint8Array }[];
  /** Terms that are still on offer of the first data set. */
  readonly open: Entry["terms"];
}

/** Every act of the market and of identity at least once. */
export async function liveThrough(chain: TestChain): Promise<Story> {
  const orgs = await identityActs(chain);
  const market = await marketActs(chain);
  return { ...market, accounts: chain.accounts.slice(3, 10), orgs };
}

async function marketActs(chain: TestChain): Promise<Omit<Story, "accounts" | "orgs">> {
  const [, , , , seller, rival, analyst, trader, researcher, newcomer] = chain.accounts as Address[];
  if (!seller || !rival || !analyst || !trader || !researcher || !newcomer) throw new Error("accounts are missing");
  const market = addressOf(chain, "Market");
  const { chainId } = chain;
  await actAsDao(chain, "Market", "setFee", [250]);
  for (const account of [seller, rival, analyst, trader]) {
    await act(chain, account, "EURX", "faucet", [account]);
    await act(chain, account, "EURX", "approve", [market, 2n ** 200n]);
  }

  // Three data sets: in order, a copy of the first, and one whose manifest comes late.
  const salt = randomHash();
  const first = await datasetId(chain, seller, salt);
  const about = { title: MARKUP, description: "Of 1983", keywords: ["汽车", "Vehicles"] };
  const place = { chainId, market, dataset: first, version: 1 };
  const one = await manifestOf(place, seller, about);
  const two = await manifestOf({ ...place, version: 2 }, seller, about);
  const copied = await manifestOf(place, rival, about);
  const lateSalt = randomHash();
  const late = await datasetId(chain, rival, lateSalt);
  const lateManifest = await manifestOf({ chainId, market, dataset: late, version: 1 }, rival, { title: "Late" });
  await publish(chain, seller, one.anchor, salt);
  await act(chain, seller, "Market", "addVersion", [first, two.anchor]);
  const copy = await publish(chain, rival, copied.anchor);
  await publish(chain, rival, lateManifest.anchor, lateSalt);

  const monthly = termsOf(chain, first, seller, {});
  const forever = termsOf(chain, first, seller, { price: 50_000_000n, duration: 0, refundWindow: 0, segments: 3 });
  const free = termsOf(chain, late, rival, { price: 0n, refundWindow: 0 });
  const gone = termsOf(chain, first, seller, { nonce: 7 });
  for (const terms of [monthly, forever, gone]) await act(chain, seller, "Market", "offer", [terms]);
  await act(chain, rival, "Market", "offer", [free]);
  await act(chain, seller, "Market", "withdrawOffer", [gone]);

  const entries: Story["entries"][number][] = [];
  const keep = (reader: Address, entry: Entry, isGivenBack = false): Entry => {
    entries.push({ reader, entry, isGivenBack });
    return entry;
  };
  keep(trader, await buy(chain, trader, trader, monthly));
  keep(trader, await buy(chain, trader, trader, monthly));
  keep(trader, await buy(chain, trader, trader, forever));
  const gifts = [
    keep(analyst, await buy(chain, trader, analyst, monthly), true),
    keep(analyst, await buy(chain, analyst, analyst, monthly), true),
  ];
  await act(chain, analyst, "Market", "refund", [first, gifts.toReversed()]);
  keep(analyst, await buy(chain, analyst, analyst, monthly));
  await act(chain, trader, "Market", "withdraw", [addressOf(chain, "EURX"), trader]);
  const granted = keep(researcher, await grant(chain, researcher, monthly), true);
  const paid = keep(researcher, await buy(chain, trader, researcher, monthly), true);
  await act(chain, seller, "Market", "revoke", [first, researcher, [paid, granted]]);
  const given = keep(newcomer, await buy(chain, newcomer, newcomer, free), true);
  await act(chain, newcomer, "Market", "renounce", [late, [given.purchase]]);
  keep(newcomer, await buy(chain, newcomer, newcomer, free));
  const batch = [seller, rival];
  const bought = await buyMany(chain, trader, batch, monthly);
  for (const [i, reader] of batch.entries()) keep(reader, bought[i] as Entry);
  await passTime(chain, 15 * DAY);
  await act(chain, seller, "Market", "collect", [monthly, seller]);
  await act(chain, seller, "Market", "collect", [forever, analyst]);
  await act(chain, rival, "Market", "approve", [newcomer, copy]);
  await act(chain, newcomer, "Market", "transferFrom", [rival, trader, copy]);
  await act(chain, seller, "Market", "approve", [newcomer, first]);
  for (const [operator, approved] of [
    [analyst, true],
    [trader, true],
    [analyst, false],
  ] as const) {
    await act(chain, seller, "Market", "setApprovalForAll", [operator, approved]);
  }
  const manifests = [one, two, copied, lateManifest].map(({ cid, bytes }) => ({ cid, bytes }));
  return { datasets: [first, copy, late], entries, manifests, open: monthly };
}

async function identityActs(chain: TestChain): Promise<Story["orgs"]> {
  const [, , , registrar, founder, heir, one, two] = chain.accounts as Address[];
  if (!registrar || !founder || !heir || !one || !two) throw new Error("accounts are missing");
  const org = (name: string, by: Address, args: readonly unknown[]) => act(chain, by, "Organisations", name, args);
  const orgs: `0x${string}`[] = [];
  for (const salt of [randomHash(), randomHash()]) {
    const { logs } = await org("register", founder, [salt, zeroHash]);
    orgs.push(logs[0]?.topics[1] as `0x${string}`);
  }
  const [lasting, ended] = orgs;
  await org("setProfile", founder, [lasting, randomHash()]);
  for (const [account, roles] of [
    [one, 1n],
    [two, 6n],
    [two, 2n],
    [heir, 4n],
    [registrar, 8n],
  ] as const) {
    await org("appoint", founder, [lasting, account, roles, 2 ** 40 - 1]);
  }
  await org("dismiss", one, [lasting, heir]);
  await org("resign", registrar, [lasting]);
  await org("offerOwnership", founder, [lasting, one]);
  await org("cancelOffer", founder, [lasting]);
  await org("offerOwnership", founder, [lasting, heir]);
  await org("acceptOwnership", heir, [lasting]);
  await org("offerOwnership", heir, [lasting, founder]);
  await org("appoint", founder, [ended, two, 2n, 2 ** 40 - 1]);
  await org("offerOwnership", founder, [ended, one]);
  await org("dissolve", founder, [ended, [two]]);

  await actAsDao(chain, "Credentials", "appointRegistrar", [RESEARCHER, registrar, 2 ** 40 - 1]);
  await actAsDao(chain, "Credentials", "appointRegistrar", [RESEARCHER, heir, 2 ** 40 - 1]);
  await actAsDao(chain, "Credentials", "dismissRegistrar", [RESEARCHER, heir]);
  for (const mirror of [two, heir]) await actAsDao(chain, "Credentials", "appointMirror", [mirror]);
  await actAsDao(chain, "Credentials", "dismissMirror", [heir]);
  for (const subject of [one, two, founder, one]) {
    await act(chain, registrar, "Credentials", "attest", [RESEARCHER, subject, 2 ** 40 - 1, randomHash()]);
  }
  await act(chain, registrar, "Credentials", "revoke", [RESEARCHER, two]);
  await act(chain, founder, "Credentials", "renounce", [RESEARCHER]);

  for (const account of [one, one, two]) await act(chain, account, "EncryptionKeys", "publishKey", [randomHash()]);
  await act(chain, two, "EncryptionKeys", "clearKey", []);
  const type = stringToHex("veriKey", { size: 32 });
  for (const [validity, delegate] of [
    [60n, one],
    [2n ** 40n, two],
    [2n ** 40n, registrar],
  ] as const) {
    await act(chain, founder, "EncryptionKeys", "addDelegate", [founder, type, delegate, validity]);
  }
  await act(chain, founder, "EncryptionKeys", "revokeDelegate", [founder, type, registrar]);
  await act(chain, founder, "EncryptionKeys", "changeOwner", [founder, heir]);
  await act(chain, heir, "EncryptionKeys", "setAttribute", [
    heir,
    stringToHex("did/svc/Hub", { size: 32 }),
    "0x01",
    60n,
  ]);
  return orgs;
}
