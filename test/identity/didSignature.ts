import { concat, keccak256, type Signature, solidityPacked, toUtf8Bytes, type Wallet } from "ethers";
import type { EncryptionKeys } from "../../types/contracts/identity/EncryptionKeys.ts";

type Registry = Pick<EncryptionKeys, "getAddress" | "identityOwner" | "nonce">;

/** What a `did:ethr` tool signs for `act` (ERC-1056): it reads the owner's nonce from the registry. */
export async function didDigest(
  registry: Registry,
  identity: string,
  act: string,
  types: string[],
  values: unknown[],
): Promise<string> {
  const nonce = await registry.nonce(await registry.identityOwner(identity));
  const head = solidityPacked(
    ["bytes1", "bytes1", "address", "uint256", "address"],
    ["0x19", "0x00", await registry.getAddress(), nonce, identity],
  );
  return keccak256(concat([head, toUtf8Bytes(act), solidityPacked(types, values)]));
}

/** The signature's three parts, as the ERC's functions take them. */
export function didSign(signer: Wallet, digest: string): [bigint, string, string] {
  const { v, r, s }: Signature = signer.signingKey.sign(digest);
  return [BigInt(v), r, s];
}
