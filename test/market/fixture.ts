import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Signer } from "ethers";
import { network } from "hardhat";
import { deployFixture } from "../../deploy/fixture.ts";
import type { DemoToken } from "../../types/contracts/demo/DemoToken.ts";
import type { IAccess, IDatasets, Market } from "../../types/contracts/market/Market.ts";

export type Terms = {
  readonly [K in keyof IAccess.TermsStruct]: K extends "seller" | "token" | "policy" | "licence" | "policyData"
    ? string
    : K extends "laterVersions"
      ? boolean
      : bigint;
};
export type Purchase = {
  readonly previous: bigint;
  readonly offer: string;
  readonly payer: string;
  readonly paid: bigint;
  readonly boughtAt: bigint;
  readonly from: bigint;
};
export type Entry = { readonly purchase: Purchase; readonly terms: Terms };

export const ZERO_ADDRESS = `0x${"0".repeat(40)}`;
export const ZERO_HASH = `0x${"0".repeat(64)}`;
export const FOREVER = 2n ** 40n - 1n;
export const DAY = 86_400n;
export const PRICE = 2_500_000n;
export const LATER = 1n << 88n;
export const REVOKED = 2n << 88n;

/** Code that answers every call by a revert. */
export const DENYING_CODE = "0x5f5ffd";

/** One chain a test file: every test starts from a snapshot of it. */
export const connection = await network.create();
export const { ethers, networkHelpers } = connection;

export function anchor(seed: string): IDatasets.AnchorStruct {
  return {
    manifest: ethers.id(`manifest ${seed}`),
    root: ethers.id(`root ${seed}`),
    size: 1_000n + BigInt(seed.length),
    keyCommitment: ethers.id(`keys ${seed}`),
  };
}

/** The data set of the personas: published, nothing offered; money and allowances are there. */
export async function marketFixture() {
  const deployed = await deployFixture(connection);
  const { market, usdx, eurx, timelock } = deployed;
  const [, , relayer, , seller, other, buyer, friend, , stranger] = (await ethers.getSigners()) as Array<
    HardhatEthersSigner | undefined
  >;
  if (!relayer || !seller || !other || !buyer || !friend || !stranger) throw new Error("Too few accounts.");
  await networkHelpers.impersonateAccount(timelock.target as string);
  await networkHelpers.setBalance(timelock.target as string, 10n ** 20n);
  const dao = await ethers.getSigner(timelock.target as string);
  for (const account of [seller, other, buyer, friend, stranger]) {
    for (const token of [usdx, eurx]) await token.faucet(account.address);
  }
  for (const account of [buyer, friend]) {
    for (const token of [usdx, eurx]) await token.connect(account).approve(market.target, ethers.MaxUint256);
  }
  const salt = ethers.id("salt");
  const dataset = await market.datasetId(seller.address, salt);
  await market.connect(seller).publish(salt, anchor("1"));
  const terms: Terms = {
    dataset,
    seller: seller.address,
    token: usdx.target as string,
    price: PRICE,
    duration: 30n * DAY,
    segments: 3n,
    fromVersion: 1n,
    laterVersions: true,
    maxSales: 0n,
    refundWindow: 0n,
    purpose: 0n,
    nonce: 0n,
    licence: ethers.id("CC-BY-4.0"),
    policy: ZERO_ADDRESS,
    policyData: ZERO_HASH,
  };
  return { ...deployed, dao, relayer, seller, other, buyer, friend, stranger, salt, dataset, terms };
}

export type Fixture = Awaited<ReturnType<typeof marketFixture>>;

export async function load(): Promise<Fixture> {
  return networkHelpers.loadFixture(marketFixture);
}

/** Makes an offer that differs from the fixture's terms in `changes`. */
export async function makeOffer(
  { market, terms, seller }: Fixture,
  changes: Partial<Terms> = {},
): Promise<{ offered: Terms; id: string }> {
  const offered = { ...terms, ...changes };
  await market.connect(seller).offer(offered);
  return { offered, id: await market.offerId(offered) };
}

export async function packedRight(market: Market, dataset: bigint, reader: string): Promise<bigint> {
  return (await market.rightOf(dataset, reader)).packed;
}

export function scopeOf({ segments, fromVersion, laterVersions }: Terms): bigint {
  return (segments << 40n) | (fromVersion << 72n) | (laterVersions ? LATER : 0n);
}

/** The word of a right after `purchase`, by the specification and independent of the contract's code. */
export function pushed(purchase: Purchase, scope: bigint, until: bigint, depth: bigint): bigint {
  const hash = ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(
      ["tuple(uint256 previous, bytes32 offer, address payer, uint96 paid, uint40 boughtAt, uint40 from)"],
      [purchase],
    ),
  );
  return until | scope | (depth << 90n) | ((BigInt(hash) & (2n ** 160n - 1n)) << 96n);
}

/** Buys, and returns what a refund or revocation needs. */
export async function bought(
  { market }: Fixture,
  payer: Signer,
  terms: Terms,
  reader?: string,
  timestamp?: bigint,
): Promise<Entry> {
  const payerAddress = await payer.getAddress();
  const to = reader ?? payerAddress;
  const previous = await packedRight(market, terms.dataset, to);
  if (timestamp !== undefined) await networkHelpers.time.setNextBlockTimestamp(timestamp);
  await market.connect(payer).buy(terms, to, "0x");
  return { purchase: await purchaseMade(market, terms, payerAddress, previous), terms };
}

/** The purchase that the last block made on top of `previous`. */
export async function purchaseMade(market: Market, terms: Terms, payer: string, previous: bigint): Promise<Purchase> {
  const boughtAt = BigInt(await networkHelpers.time.latest());
  const end = previous & FOREVER;
  const scopeMask = ((1n << 49n) - 1n) << 40n;
  const renews = end > boughtAt && (previous & scopeMask) === scopeOf(terms);
  return {
    previous,
    offer: await market.offerId(terms),
    payer,
    paid: terms.price,
    boughtAt,
    from: renews ? end : boughtAt,
  };
}

/** Balances of a token and of the books, to see what moves and what does not. */
export async function holdings({ market }: Fixture, token: DemoToken, accounts: ReadonlyArray<{ address: string }>) {
  const addresses = [market.target as string, ...accounts.map(({ address }) => address)];
  return Promise.all(addresses.map((address) => token.balanceOf(address)));
}

/** Where the market keeps the one word that a view reads. */
export async function slotRead({ market }: Fixture, data: string): Promise<string> {
  const touched: Record<string, { storage?: Record<string, string> }> = await ethers.provider.send("debug_traceCall", [
    { to: market.target, data },
    "latest",
    { tracer: "prestateTracer" },
  ]);
  const slots = Object.keys(touched[(market.target as string).toLowerCase()]?.storage ?? {});
  if (slots.length !== 1 || !slots[0]) throw new Error(`The view reads ${slots.length} slots.`);
  return slots[0];
}

export async function nextTimestamp(secondsAhead = 10n): Promise<bigint> {
  const timestamp = BigInt(await networkHelpers.time.latest()) + secondsAhead;
  await networkHelpers.time.setNextBlockTimestamp(timestamp);
  return timestamp;
}

const RECEIVE_WITH_AUTHORIZATION = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
};

type Authorized = {
  readonly payer?: string;
  readonly sequence?: bigint;
  readonly validAfter?: bigint;
  readonly validBefore?: bigint;
  readonly value?: bigint;
  readonly chainId?: bigint;
  readonly market?: string;
};

/** An ERC-3009 authorisation of an order, signed by `signer`; `changes` replaces parts of what is signed. */
export async function authorize(
  { market }: Fixture,
  token: DemoToken,
  signer: Signer,
  terms: Terms,
  reader: string,
  changes: Authorized = {},
): Promise<IAccess.AuthorizationStruct> {
  const payer = changes.payer ?? (await signer.getAddress());
  const { sequence = 0n, validAfter = 0n, validBefore = 2n ** 40n } = changes;
  const nonce = await market.orderNonce(await market.offerId(terms), payer, reader, sequence);
  const signature = await signer.signTypedData(
    {
      name: await token.name(),
      version: "1",
      chainId: changes.chainId ?? 31337n,
      verifyingContract: token.target as string,
    },
    RECEIVE_WITH_AUTHORIZATION,
    {
      from: payer,
      to: changes.market ?? (market.target as string),
      value: changes.value ?? terms.price,
      validAfter,
      validBefore,
      nonce,
    },
  );
  return { payer, validAfter, validBefore, sequence, signature };
}

/** An ERC-2612 permit for the market. */
export async function permitFor({ market }: Fixture, token: DemoToken, owner: Signer, value: bigint) {
  const deadline = 2n ** 40n;
  const ownerAddress = await owner.getAddress();
  const signature = await owner.signTypedData(
    { name: await token.name(), version: "1", chainId: 31337n, verifyingContract: token.target as string },
    {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    {
      owner: ownerAddress,
      spender: market.target,
      value,
      nonce: await token["nonces(address)"](ownerAddress),
      deadline,
    },
  );
  const { v, r, s } = ethers.Signature.from(signature);
  return { value, deadline, v, r, s };
}
