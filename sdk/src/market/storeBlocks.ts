import type { Actor } from "../chain/actor.ts";
import { signTyped } from "../chain/signature.ts";
import type { Bytes } from "../data/bytes.ts";
import type { HttpOptions } from "../gateway/http.ts";
import { keeperSet } from "../gateway/keeperInfo.ts";
import { signUpload, uploadBlock } from "../gateway/upload.ts";
import { deployed } from "../networks.ts";

/**
 * Leaves raw blocks, as the lists that policies name, at the network's first gateway that answers: the others of its set
 * fetch them there. One signature for all of them.
 *
 * @returns their CIDs
 * @throws `GatewayUnreachable`, `GatewayRefused`, `ContentMismatch`, `UserRejected`
 */
export async function storeBlocks(
  actor: Actor,
  blocks: readonly Bytes[],
  options: HttpOptions = {},
): Promise<readonly string[]> {
  if (blocks.length === 0) return [];
  const { network, wallet } = actor;
  const { chainId } = network;
  const { market } = deployed(network);
  const { keepers } = await keeperSet(network.gateways, { chainId, market }, options);
  const [{ url, address }] = keepers;
  const pass = await signUpload(chainId, market, wallet.account.address, address, (data) =>
    signTyped(actor, data, "upload"),
  );
  const cids: string[] = [];
  for (const block of blocks) cids.push((await uploadBlock(url, pass, block, options)).cid);
  return cids;
}
