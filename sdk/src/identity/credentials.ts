import { type Address, type Hex, keccak256, stringToBytes } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { credentialsAbi } from "../generated/abis/Credentials.ts";
import { deployed } from "../networks.ts";

/** Type of a credential with a name: the hash of it. */
export function credentialType(name: string): Hex {
  return keccak256(stringToBytes(name));
}

/** Attests that a subject has a credential until `expiry` (`ICredentials.attest`). Only a current registrar. */
export function attest(credentials: Address, type: Hex, subject: Address, expiry: number, evidence: Hex): Call {
  return callOf(credentials, credentialsAbi, "attest", [type, subject, expiry, evidence]);
}

/** Ends a credential (`ICredentials.revoke`). Its registrar, any current one of the type, or the DAO. */
export function revokeCredential(credentials: Address, type: Hex, subject: Address): Call {
  return callOf(credentials, credentialsAbi, "revoke", [type, subject]);
}

/** Gives up a credential of the caller (`ICredentials.renounce`). */
export function renounceCredential(credentials: Address, type: Hex): Call {
  return callOf(credentials, credentialsAbi, "renounce", [type]);
}

/** Makes an account a registrar (`ICredentials.appointRegistrar`). Only the DAO: propose it to the timelock. */
export function appointRegistrar(credentials: Address, type: Hex, registrar: Address, until: number): Call {
  return callOf(credentials, credentialsAbi, "appointRegistrar", [type, registrar, until]);
}

/** Ends an appointment (`ICredentials.dismissRegistrar`). Only the DAO. */
export function dismissRegistrar(credentials: Address, type: Hex, registrar: Address): Call {
  return callOf(credentials, credentialsAbi, "dismissRegistrar", [type, registrar]);
}

/** What a registrar signs (`ICredentials.Attestation`). */
export interface Attestation {
  readonly registrar: Address;
  readonly credentialType: Hex;
  readonly subject: Address;
  readonly expiry: number;
  readonly evidence: Hex;
  readonly nonce: bigint;
  readonly deadline: bigint;
}

const types = {
  Attestation: [
    { name: "registrar", type: "address" },
    { name: "credentialType", type: "bytes32" },
    { name: "subject", type: "address" },
    { name: "expiry", type: "uint40" },
    { name: "evidence", type: "bytes32" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 message of an attestation. */
export function attestationTypedData(chainId: number, credentials: Address, attestation: Attestation) {
  return {
    domain: { name: "Tallystick Credentials", version: "1", chainId, verifyingContract: credentials },
    types,
    primaryType: "Attestation",
    message: attestation,
  } as const;
}

export interface SignedAttestation {
  readonly attestation: Attestation;
  readonly signature: Hex;
}

/**
 * Signs an attestation for anyone to send (`attestSigned`); it dies with the next change of the credential.
 *
 * @param seconds how long it is good. Default: one day
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signAttestation(
  actor: Actor,
  choice: Pick<Attestation, "credentialType" | "subject" | "expiry" | "evidence">,
  seconds = 86_400,
): Promise<SignedAttestation> {
  const { client, network, wallet } = actor;
  const { credentials } = deployed(network);
  const { account } = wallet;
  const args = [choice.credentialType, choice.subject] as const;
  try {
    const [nonce, block] = await Promise.all([
      client.readContract({ address: credentials, abi: credentialsAbi, functionName: "nonceOf", args }),
      client.getBlock(),
    ]);
    const attestation = { ...choice, registrar: account.address, nonce, deadline: block.timestamp + BigInt(seconds) };
    const typedData = attestationTypedData(network.chainId, credentials, attestation);
    const signature = await wallet.signTypedData({ ...typedData, account });
    return { attestation, signature };
  } catch (error) {
    throw explainError(error, { act: "signAttestation", account: account.address, network });
  }
}

/** Sends what a registrar signed (`ICredentials.attestBySignature`). Anyone. */
export function attestSigned(credentials: Address, signed: SignedAttestation): Call {
  return callOf(credentials, credentialsAbi, "attestBySignature", [signed.attestation, signed.signature]);
}

export type CredentialStatus = "none" | "valid" | "revoked" | "renounced";

export interface Credential {
  readonly registrar: Address;
  readonly expiry: number;
  readonly issuedAt: number;
  readonly status: CredentialStatus;
}

const statuses: readonly CredentialStatus[] = ["none", "valid", "revoked", "renounced"];

/** Reads a credential; valid ones may have ended: see `hasCredential`. */
export async function credentialOf({ client, network }: Reader, type: Hex, subject: Address): Promise<Credential> {
  const { credentials: address } = deployed(network);
  const found = await client.readContract({
    address,
    abi: credentialsAbi,
    functionName: "credentialOf",
    args: [type, subject],
  });
  const { registrar, expiry, issuedAt, status } = found;
  return { registrar, expiry, issuedAt, status: statuses[status] ?? "none" };
}

/** Whether a subject holds a credential now. */
export function hasCredential({ client, network }: Reader, type: Hex, subject: Address): Promise<boolean> {
  const { credentials: address } = deployed(network);
  return client.readContract({ address, abi: credentialsAbi, functionName: "hasCredential", args: [type, subject] });
}

/** Whether an account is a registrar of a type now. */
export function isRegistrar({ client, network }: Reader, type: Hex, account: Address): Promise<boolean> {
  const { credentials: address } = deployed(network);
  return client.readContract({ address, abi: credentialsAbi, functionName: "isRegistrar", args: [type, account] });
}
