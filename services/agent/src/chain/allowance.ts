import type { Asset } from "@tallystick/sdk/swaps/lock";
import { type Address, encodeFunctionData, type Hex, maxUint256, parseAbi } from "viem";
import type { Act } from "../swaps/acts.ts";
import type { Chain } from "./chain.ts";

const abi = parseAbi([
  "function allowance(address owner, address spender) view returns (uint256)",
  "function approve(address spender, uint256 value) returns (bool)",
  "function isApprovedForAll(address owner, address operator) view returns (bool)",
  "function setApprovalForAll(address operator, bool approved)",
  "function isOperator(address owner, address spender) view returns (bool)",
  "function setOperator(address spender, bool approved) returns (bool)",
]);

/** What lets `HashLock` take an asset of the hot key's, which holds little: once for all. */
interface Grant {
  readonly token: Address;
  readonly question: Hex;
  readonly act: Act;
}

function grantOf(asset: Exclude<Asset, { kind: "native" }>, owner: Address, spender: Address): Grant {
  const { token } = asset;
  const grant = (question: Hex, data: Hex): Grant => ({ token, question, act: { data, value: 0n } });
  if (asset.kind === "erc20") {
    return grant(
      encodeFunctionData({ abi, functionName: "allowance", args: [owner, spender] }),
      encodeFunctionData({ abi, functionName: "approve", args: [spender, maxUint256] }),
    );
  }
  if (asset.kind === "erc721") {
    return grant(
      encodeFunctionData({ abi, functionName: "isApprovedForAll", args: [owner, spender] }),
      encodeFunctionData({ abi, functionName: "setApprovalForAll", args: [spender, true] }),
    );
  }
  return grant(
    encodeFunctionData({ abi, functionName: "isOperator", args: [owner, spender] }),
    encodeFunctionData({ abi, functionName: "setOperator", args: [spender, true] }),
  );
}

/**
 * What has to be sent before `HashLock` can take so much of an asset; undefined: nothing.
 *
 * @throws EndpointError
 */
export async function missingGrant(
  chain: Chain,
  asset: Asset,
  amount: bigint,
  owner: Address,
): Promise<{ readonly token: Address; readonly act: Act } | undefined> {
  if (asset.kind === "native") return undefined;
  const { token, question, act } = grantOf(asset, owner, chain.hashLock);
  const answer = (await chain.ask("eth_call", [{ to: token, data: question }, "latest"])) as Hex;
  const granted = answer === "0x" ? 0n : BigInt(answer);
  // Flags are one or nothing.
  return granted >= (asset.kind === "erc20" ? amount : 1n) ? undefined : { token, act };
}
