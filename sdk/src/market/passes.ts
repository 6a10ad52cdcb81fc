import { type Address, encodeAbiParameters, keccak256 } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { isTallystickError } from "../errors.ts";
import { passesAbi } from "../generated/abis/Passes.ts";
import { deployed } from "../networks.ts";

/** Id of a reader's pass to a data set: the same as the contract's `passId`. */
export function passId(dataset: bigint, reader: Address): bigint {
  return BigInt(keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "address" }], [dataset, reader])));
}

/** Mints the caller's pass to a data set that he may read now (`IPasses.mint`). */
export function mintPass(passes: Address, dataset: bigint): Call {
  return callOf(passes, passesAbi, "mint", [dataset]);
}

/** Gives a pass up; the right stays (`IPasses.burn`). Only its holder. */
export function burnPass(passes: Address, pass: bigint): Call {
  return callOf(passes, passesAbi, "burn", [pass]);
}

/** Tells wallets by events what has become of a pass since (`IPasses.announce`). Anyone. */
export function announcePass(passes: Address, pass: bigint): Call {
  return callOf(passes, passesAbi, "announce", [pass]);
}

/** A right as a soulbound ERC-721 token, as it is now. */
export interface Pass {
  readonly id: bigint;
  readonly dataset: bigint;
  readonly holder: Address;
  /** Unix second of its minting. */
  readonly mintedAt: number;
  /** Unix second of its end; 0: without end. */
  readonly endsAt: number;
  readonly expired: boolean;
  /** Name, description and picture, as JSON in a `data:` link. */
  readonly uri: string;
}

/**
 * Reads a reader's pass; undefined when there is none (`ownerOf`, `startTime`, `endTime`, `isTokenExpired`, `tokenURI`).
 *
 * @throws `ChainUnreachable`
 */
export async function readPass(reader: Reader, dataset: bigint, holder: Address): Promise<Pass | undefined> {
  const { client, network } = reader;
  const id = passId(dataset, holder);
  const at = { address: deployed(network).passes, abi: passesAbi, args: [id] } as const;
  try {
    const [mintedAt, endsAt, expired, uri] = await Promise.all([
      client.readContract({ ...at, functionName: "startTime" }),
      client.readContract({ ...at, functionName: "endTime" }),
      client.readContract({ ...at, functionName: "isTokenExpired" }),
      client.readContract({ ...at, functionName: "tokenURI" }),
    ]);
    return { id, dataset, holder, mintedAt: Number(mintedAt), endsAt: Number(endsAt), expired, uri };
  } catch (error) {
    const why = explainError(error, { act: "readPass", network });
    if (isTallystickError(why, "ERC721NonexistentToken")) return undefined;
    throw why;
  }
}

/**
 * Reads a pass that is known by its id alone, as a wallet shows it; undefined when there is none
 * (`IPasses.datasetOf`, `ownerOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function readPassById(reader: Reader, id: bigint): Promise<Pass | undefined> {
  const { client, network } = reader;
  const at = { address: deployed(network).passes, abi: passesAbi, args: [id] } as const;
  try {
    const [dataset, holder] = await Promise.all([
      client.readContract({ ...at, functionName: "datasetOf" }),
      client.readContract({ ...at, functionName: "ownerOf" }),
    ]);
    return await readPass(reader, dataset, holder);
  } catch (error) {
    const why = explainError(error, { act: "readPassById", network });
    if (isTallystickError(why, "ERC721NonexistentToken")) return undefined;
    throw why;
  }
}
