import { createHash } from "node:crypto";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Signer } from "ethers";
import { network } from "hardhat";
import { deployFixture } from "../../deploy/fixture.ts";
import { packTerms } from "../../sdk/src/swaps/lock.ts";

const connection = await network.create();
/** One chain a test file: every test starts from a snapshot of it. */
export const { ethers, networkHelpers } = connection;

export const NOBODY = ethers.ZeroAddress;
export const HOUR = 3_600n;
export const YEAR = 365n * 24n * HOUR;
export const [ETHER, ERC20, ERC721, ERC6909] = [0n, 1n, 2n, 3n];
/** Base units that tests lock unless they say otherwise. */
export const AMOUNT = 1_000n;
/** The secret of a test, and another. */
export const [SECRET, OTHER] = [ethers.id("secret"), ethers.id("other")];

/** sha256 of what the hex says, of any length. */
export function hashOf(preimage: string): string {
  return `0x${createHash("sha256").update(ethers.getBytes(preimage)).digest("hex")}`;
}

async function deploy() {
  const all = await deployFixture(connection);
  const signers = await ethers.getSigners();
  const [, payer, recipient, refundee, caller, stranger] = signers as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const { hashLock } = all;
  const token = await ethers.deployContract("TokenMock");
  await token.mint(payer, 1_000_000n);
  await token.connect(payer).approve(hashLock, ethers.MaxUint256);
  const { chainId } = await ethers.provider.getNetwork();
  return { ...all, token, chainId, payer, recipient, refundee, caller, stranger };
}

export type World = Awaited<ReturnType<typeof deploy>>;

export const load = (): Promise<World> => networkHelpers.loadFixture(deploy);

export async function now(): Promise<bigint> {
  return BigInt(await networkHelpers.time.latest());
}

/** The next block has this time. */
export async function at(time: bigint): Promise<void> {
  await networkHelpers.time.setNextBlockTimestamp(time);
}

export type Parts = {
  token?: string;
  amount?: bigint;
  secret?: string;
  hashlock?: string;
  recipient?: string;
  refundee?: string;
  timelock?: bigint;
  tip?: bigint;
  salt?: bigint;
};

/** Terms of a lock of ether, or of the token that is named; an hour long, without tip. */
export async function termsOf(world: World, parts: Parts = {}) {
  const { token = NOBODY, amount = AMOUNT, secret = SECRET, hashlock = hashOf(secret) } = parts;
  const { recipient = world.recipient.address, refundee = world.refundee.address, tip = 0n, salt = 0n } = parts;
  const timelock = parts.timelock ?? (await now()) + HOUR;
  return { token, amount, hashlock, recipient, refundee, terms: packTerms({ timelock, tip, salt }) };
}

export type Terms = Awaited<ReturnType<typeof termsOf>>;

/** Terms of a lock of a token by id: a lot of these units, or, with none, an ERC-721. */
export function itemOf({ amount: _, ...terms }: Terms, tokenId: bigint, units = 0n) {
  return { ...terms, tokenId, units };
}

export type Item = ReturnType<typeof itemOf>;

/** A claim of it. */
export function claimOf<T extends Terms | Item>({ hashlock: _, ...terms }: T, preimage: string = SECRET) {
  return { preimage, ...terms };
}

/** Its id, as the contract tells. */
export function idOf({ hashLock }: World, all: Terms | Item): Promise<string> {
  const { recipient, refundee, token, hashlock, terms } = all;
  const id = (kind: bigint, tokenId: bigint, amount: bigint) =>
    hashLock.lockId(kind, recipient, refundee, tokenId, token, amount, hashlock, terms);
  if ("amount" in all) return id(token === NOBODY ? ETHER : ERC20, 0n, all.amount);
  return all.units === 0n ? id(ERC721, all.tokenId, 1n) : id(ERC6909, all.tokenId, all.units);
}

/** Locks ether or the token, paid by the payer. */
export function open({ hashLock, payer }: World, terms: Terms) {
  const { token, amount: value, hashlock, recipient, refundee, terms: word } = terms;
  if (token !== NOBODY) return hashLock.connect(payer).lockToken(terms);
  return hashLock.connect(payer).lockETH(word, hashlock, recipient, refundee, { value });
}

/** In which block each is locked. */
export async function openAt({ hashLock }: World, ...ids: string[]): Promise<bigint[]> {
  return [...(await hashLock.lockedAt(ids))];
}

/** A recipient's consent to a refund before the timelock. */
export async function signEarly(
  { hashLock, chainId }: World,
  signer: Signer,
  message: { id: string; lockedAt: bigint; deadline: bigint },
): Promise<string> {
  const verifyingContract = await hashLock.getAddress();
  const domain = { name: "Tallystick HashLock", version: "1", chainId, verifyingContract };
  return signer.signTypedData(domain, EARLY_REFUND, message);
}

const EARLY_REFUND = {
  EarlyRefund: [
    { name: "id", type: "bytes32" },
    { name: "lockedAt", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};
