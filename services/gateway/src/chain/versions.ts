import type { Reader } from "@tallystick/sdk/chain/actor";
import { nextHead, type PublishedVersion, versionsOf } from "@tallystick/sdk/market/versions";
import { deployed } from "@tallystick/sdk/networks";
import type { KeeperChain } from "../keys/release.ts";
import { chainUnavailable } from "../problem.ts";
import { asking } from "./client.ts";

const MAX_CACHED = 1_000;

function headOf(versions: readonly PublishedVersion[]): bigint {
  return versions.reduce((head, { version, anchor }) => nextHead(head, version, anchor), 0n);
}

/**
 * Reads anchored versions from the chain's logs. What is read is kept by the rolling hash that proves it: another
 * hash, after a new version or a reorganisation, is read anew.
 */
export function createVersions(reader: Reader, onError: (error: unknown) => void): KeeperChain["version"] {
  const proved = new Map<string, readonly PublishedVersion[]>();

  const prove = async (dataset: bigint, head: bigint): Promise<readonly PublishedVersion[]> => {
    const key = `${dataset}/${head}`;
    const known = proved.get(key);
    if (known) return known;
    const versions = await asking(() => versionsOf(reader, dataset), onError);
    // The chain went on between the two questions.
    if (headOf(versions) !== head) throw chainUnavailable();
    proved.set(key, versions);
    if (proved.size > MAX_CACHED) proved.delete(proved.keys().next().value ?? key);
    return versions;
  };

  return async (dataset, version, head) => {
    const found = (await prove(dataset, head))[version - 1];
    if (!found) throw chainUnavailable();
    const { chainId } = reader.network;
    const { market } = deployed(reader.network);
    return { chainId, market, dataset, version, publisher: found.publisher, anchor: found.anchor };
  };
}
