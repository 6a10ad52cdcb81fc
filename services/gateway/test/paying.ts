import { type Actor, connectActor } from "@tallystick/sdk/chain/actor";
import { callOf } from "@tallystick/sdk/chain/call";
import { send as sendCall } from "@tallystick/sdk/chain/send";
import { type Payment, signPayment } from "@tallystick/sdk/gateway/payment";
import { putTariff, signTariff } from "@tallystick/sdk/gateway/tariffs";
import type { KeyRequest, Tariff } from "@tallystick/sdk/gateway/typedData";
import { encodeKeyRequest } from "@tallystick/sdk/gateway/wire";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { type PersonaId, personaAccount } from "@tallystick/sdk/local/personas";
import { approve } from "@tallystick/sdk/market/buying";
import { depositToTab } from "@tallystick/sdk/market/tabActs";
import type { Tab } from "@tallystick/sdk/market/voucher";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, parseEther, sha256, stringToBytes, toHex, zeroHash } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { type Reader, readerOf, requestFor, signRequest } from "./asking.ts";
import type { Running } from "./gateway.ts";
import type { PublishedSet, World } from "./world.ts";

export const PRICE = 250_000n;

/** Settings of a keeper whose account has money: it sends transactions. */
export function keeperEnv(persona: PersonaId, chainId: number): Record<string, string> {
  const key = personaAccount(persona, chainId).getHdKey().privateKey;
  if (!key) throw new Error("the persona has no key");
  return { TALLYSTICK_KEEPER_KEY: toHex(key), TALLYSTICK_KEEPER_X25519: sha256(stringToBytes(`test ${persona}`)) };
}

export type Payer = { reader: Reader; actor: Actor; tab: Tab };

export function addressesOf(world: World): { tabs: Address; eurx: Address; usdx: Address } {
  const { tabs, eurx, usdx } = deployed(world.network);
  if (!eurx || !usdx) throw new Error("the chain has no play money");
  return { tabs, eurx, usdx };
}

/** A new reader with a tab that has a deposit. */
export async function payerWith(
  world: World,
  deposit: bigint,
  provider: Address,
  token = addressesOf(world).eurx,
): Promise<Payer> {
  const account = privateKeyToAccount(generatePrivateKey());
  const { tabs } = addressesOf(world);
  await world.client.setBalance({ address: account.address, value: parseEther("1") });
  const actor = connectActor(world.network, account);
  const tab: Tab = { reader: account.address, provider, token, salt: zeroHash };
  await sendCall(actor, callOf(token, demoTokenAbi, "faucet", [account.address]));
  await sendCall(actor, approve(token, tabs, 2n ** 200n));
  await sendCall(actor, depositToTab(tabs, tab, deposit));
  return { reader: await readerOf(account), actor, tab };
}

/** A tariff of a persona's data set, with changes, put at a gateway. */
export async function sellByUse(
  world: World,
  gateway: Running,
  set: PublishedSet,
  changes: Partial<Tariff> = {},
  by: PersonaId = "climatologist",
): Promise<Tariff> {
  const owner = world.actor(by).wallet.account as PrivateKeyAccount;
  const tariff: Tariff = {
    dataset: set.dataset,
    fromVersion: 1,
    laterVersions: true,
    segments: 0b11,
    token: addressesOf(world).eurx,
    price: PRICE,
    provider: owner.address,
    serial: 1,
    validUntil: BigInt(Math.floor(Date.now() / 1000) + 86_400),
    ...changes,
  };
  const signed = await signTariff(world.chainId, world.market, tariff, (data) => owner.signTypedData(data));
  await putTariff(gateway.url, signed);
  return tariff;
}

export function pay(world: World, { reader, tab }: Payer, owed: bigint, as = reader.account): Promise<Payment> {
  return signPayment(world.chainId, addressesOf(world).tabs, { tab, owed }, (data) => as.signTypedData(data));
}

export type PaidAnswer = {
  status: number;
  code: string | undefined;
  shares: number;
  figures: { price?: string; owed?: string; available?: string } | undefined;
  receipt: { code: string; request: string } | undefined;
};

/** Asks for keys with a payment. */
export async function askPaying(
  world: World,
  gateway: Running,
  dataset: bigint,
  reader: Reader,
  payment: Payment | undefined,
  changes: Partial<KeyRequest> = {},
): Promise<PaidAnswer> {
  const value = requestFor(gateway, dataset, reader, changes);
  const signature = await signRequest(world, value, reader.account);
  const response = await fetch(`${gateway.url}/v1/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: encodeKeyRequest({ value, signature }, payment),
  });
  const body = (await response.json()) as {
    code?: string;
    shares?: unknown[];
    payment?: PaidAnswer["figures"];
    receipt?: PaidAnswer["receipt"];
  };
  const { code, shares = [], payment: figures, receipt } = body;
  return { status: response.status, code, shares: shares.length, figures, receipt };
}
