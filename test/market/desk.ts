import type { Signer } from "ethers";
import type { IExchange, IGrants, IRenewals } from "../../types/contracts/market/Desk.ts";
import { DAY, ethers, type Fixture, load, type Terms } from "./fixture.ts";

const field = (type: string, name: string) => ({ type, name });
const SIDE = [
  field("address", "owner"),
  field("uint256", "dataset"),
  field("uint40", "duration"),
  field("uint32", "segments"),
  field("uint16", "fromVersion"),
  field("bool", "laterVersions"),
];
const TYPES = {
  Grant: {
    Grant: [
      field("uint256", "dataset"),
      field("address", "owner"),
      field("address", "reader"),
      field("uint40", "duration"),
      field("uint32", "segments"),
      field("uint16", "fromVersion"),
      field("bool", "laterVersions"),
      field("uint256", "nonce"),
      field("uint40", "deadline"),
    ],
  },
  Deal: {
    Deal: [field("Side", "first"), field("Side", "second"), field("uint256", "nonce"), field("uint40", "deadline")],
    Side: SIDE,
  },
  Mandate: {
    Mandate: [
      field("bytes32", "offer"),
      field("address", "payer"),
      field("address", "reader"),
      field("uint96", "cap"),
      field("uint32", "lead"),
      field("bool", "fromBalance"),
      field("uint256", "nonce"),
      field("uint40", "deadline"),
    ],
  },
};

export type Grant = IGrants.GrantStruct & { readonly reader: string };
export type Side = IExchange.SideStruct;
export type Deal = IExchange.DealStruct;
export type Mandate = IRenewals.MandateStruct & { readonly offer: string };

export const LATEST = 2n ** 40n - 1n;

export type Domain = { readonly name?: string; readonly chainId?: bigint; readonly verifyingContract?: string };

function domainOf({ desk }: Fixture, change: Domain) {
  const verifyingContract = desk.target as string;
  return { name: "Tallystick Desk", version: "1", chainId: 31337n, verifyingContract, ...change };
}

/** Signs one of the messages of the desk; `change` replaces parts of the domain. */
export function sign(
  fixture: Fixture,
  signer: Signer,
  type: keyof typeof TYPES,
  message: Grant | Deal | Mandate,
  change: Domain = {},
): Promise<string> {
  return signer.signTypedData(domainOf(fixture, change), { ...TYPES[type] }, message);
}

/** What is signed, by the specification and independent of the contract's code. */
export function digestOf(fixture: Fixture, type: keyof typeof TYPES, message: Grant | Deal | Mandate): string {
  return ethers.TypedDataEncoder.hash(domainOf(fixture, {}), { ...TYPES[type] }, message);
}

export type DeskFixture = Fixture & {
  /** Data set of `other`, as the fixture's is the seller's. */
  readonly second: bigint;
};

export async function loadDesk(): Promise<DeskFixture> {
  const fixture = await load();
  const { market, other } = fixture;
  const salt = ethers.id("second");
  const anchor = { manifest: ethers.id("manifest of the second"), root: salt, size: 1n, keyCommitment: salt };
  await market.connect(other).publish(salt, anchor);
  return { ...fixture, second: await market.datasetId(other.address, salt) };
}

export function grantOf({ dataset, seller, stranger }: Fixture, changes: Partial<Grant> = {}): Grant {
  return {
    dataset,
    owner: seller.address,
    reader: stranger.address,
    duration: 30n * DAY,
    segments: 3n,
    fromVersion: 1n,
    laterVersions: true,
    nonce: 1n,
    deadline: LATEST,
    ...changes,
  };
}

/** The seller gives 30 days of his data set for 60 days of the other's. */
export function dealOf({ dataset, second, seller, other }: DeskFixture, changes: Partial<Deal> = {}): Deal {
  const scope = { segments: 3n, fromVersion: 1n, laterVersions: true };
  return {
    first: { owner: seller.address, dataset, duration: 30n * DAY, ...scope },
    second: { owner: other.address, dataset: second, duration: 60n * DAY, ...scope },
    nonce: 1n,
    deadline: LATEST,
    ...changes,
  };
}

export function mandateOf({ buyer }: Fixture, offer: string, changes: Partial<Mandate> = {}): Mandate {
  return {
    offer,
    payer: buyer.address,
    reader: buyer.address,
    cap: 10n ** 9n,
    lead: DAY,
    fromBalance: false,
    nonce: 1n,
    deadline: LATEST,
    ...changes,
  };
}

const TERMS =
  "tuple(uint256 dataset, address seller, address token, uint96 price, uint40 duration, uint32 segments, " +
  "uint16 fromVersion, bool laterVersions, uint32 maxSales, uint32 refundWindow, uint16 purpose, uint32 nonce, " +
  "bytes32 licence, address policy, bytes32 policyData)";

/** What an ERC-1363 transfer to the desk carries. */
export function orderData(terms: Terms, reader: string, evidence = "0x"): string {
  return ethers.AbiCoder.defaultAbiCoder().encode([TERMS, "address", "bytes"], [terms, reader, evidence]);
}
