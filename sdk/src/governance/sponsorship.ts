import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { signerKind, signTyped } from "../chain/signature.ts";
import { tallystickError } from "../errors.ts";
import { addressOf, amountOf, type Fault, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { deployed } from "../networks.ts";
import { governorDomain } from "./ballots.ts";

/** Somebody's power for a proposal that another makes (`ITallyGovernor.Sponsorship`). */
export interface Sponsorship {
  readonly proposalId: bigint;
  readonly sponsor: Address;
  /** Last Unix second in which it counts. */
  readonly deadline: number;
}

export interface SignedSponsorship extends Sponsorship {
  readonly signature: Hex;
}

const types = {
  Sponsorship: [
    { name: "proposalId", type: "uint256" },
    { name: "sponsor", type: "address" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 message of a sponsorship. */
export function sponsorshipTypedData(chainId: number, governor: Address, sponsorship: Sponsorship) {
  const { proposalId, sponsor, deadline } = sponsorship;
  const message = { proposalId, sponsor, deadline: BigInt(deadline) };
  return { domain: governorDomain(chainId, governor), types, primaryType: "Sponsorship", message } as const;
}

/**
 * Lends one's power to a proposal of exactly this id. It gives no vote: only the right to propose it.
 *
 * @param deadline last Unix second in which it counts
 * @throws `UserRejected`
 */
export async function signSponsorship(actor: Actor, proposalId: bigint, deadline: number): Promise<SignedSponsorship> {
  const { network, wallet } = actor;
  const sponsorship: Sponsorship = { proposalId, sponsor: wallet.account.address, deadline };
  const typedData = sponsorshipTypedData(network.chainId, deployed(network).tallyGovernor, sponsorship);
  return { ...sponsorship, signature: await signTyped(actor, typedData, "signSponsorship") };
}

/**
 * Whether the governor would take a sponsorship's signature.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the sponsor's key needs the chain
 */
export async function isSponsorshipSigned(reader: Reader, signed: SignedSponsorship): Promise<boolean> {
  const { network } = reader;
  const digest = hashTypedData(sponsorshipTypedData(network.chainId, deployed(network).tallyGovernor, signed));
  return (await signerKind(reader, signed.sponsor, digest, signed.signature)) !== undefined;
}

/** A sponsorship as JSON. */
export interface WireSponsorship {
  /** Decimal. */
  readonly proposalId: string;
  readonly sponsor: Address;
  readonly deadline: number;
  readonly signature: Hex;
}

/** A signed sponsorship in its JSON form. */
export function encodeSponsorship({ proposalId, sponsor, deadline, signature }: SignedSponsorship): WireSponsorship {
  return { proposalId: proposalId.toString(), sponsor, deadline, signature };
}

/**
 * Reads a sponsorship's JSON form. It is checked for its form alone: see `isSponsorshipSigned`.
 *
 * @throws `BadSponsorship` with the field and the reason
 */
export function decodeSponsorship(value: unknown): SignedSponsorship {
  const fault: Fault = (field, reason) => tallystickError("BadSponsorship", { field, reason });
  const fields = objectOf(value, "sponsorship", fault);
  return {
    proposalId: amountOf(fields, "proposalId", 256, fault),
    sponsor: addressOf(fields, "sponsor", fault),
    deadline: integerOf(fields, "deadline", 2 ** 48 - 1, fault),
    signature: signatureOf(fields, fault),
  };
}
