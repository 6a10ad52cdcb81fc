import { isTallystickError } from "@tallystick/sdk/errors";
import { lockedAt } from "@tallystick/sdk/swaps/hashLock";
import { isReleaseSigned, type Release, releasedId, type SignedRelease } from "@tallystick/sdk/swaps/release";
import { decodeRelease, encodeRelease } from "@tallystick/sdk/swaps/releaseWire";
import { type Hex, isAddressEqual } from "viem";
import { admit, answer } from "../http.ts";
import { brought, type OrderGates } from "./handlers.ts";
import { refusedOrder } from "./refusals.ts";
import type { OrderRelayParts, Refused } from "./relay.ts";
import type { ReleaseStore } from "./releaseStore.ts";

export type ReleaseRelayParts = Omit<OrderRelayParts, "store"> & { readonly store: ReleaseStore };

export type ReleaseRelay = ReturnType<typeof releaseRelay>;

const SWEEP_MS = 1_000;

/**
 * Keeps what recipients of locks have signed to give them free, and shows it by the lock's id. Nobody needs to believe it:
 * the contract checks the signature.
 */
export function releaseRelay({ store, chains, readers, timeOf, now = Date.now }: ReleaseRelayParts) {
  let sweptAt = 0;

  async function faultsOf(signed: SignedRelease): Promise<Refused | undefined> {
    const { release } = signed;
    const chain = chains.get(release.chainId);
    const reader = readers(release.chainId);
    if (chain === undefined || reader === undefined) return { refused: "wrongRelease", details: ["chainId"] };
    const details = formFaults(release, BigInt(await timeOf(release.chainId)));
    if (!isAddressEqual(chain.hashLock, release.hashLock)) details.push("hashLock");
    if (details.length > 0) return { refused: "wrongRelease", details };
    const [block = 0n] = await lockedAt(reader, chain.hashLock, [releasedId(release)]);
    if (block === 0n || block !== release.lockedAt) return { refused: "wrongRelease", details: ["lockedAt"] };
    return (await isReleaseSigned(reader, signed)) ? undefined : { refused: "forged" };
  }

  return {
    /** Takes a release of a lock that is open, if its recipient signed it. */
    async post(signed: SignedRelease): Promise<{ readonly lock: Hex } | Refused> {
      const { release } = signed;
      const lock = releasedId(release);
      const json = JSON.stringify(encodeRelease(signed));
      // Brought again: no chain is asked for it.
      if (store.find(lock) === json) return { lock };
      try {
        const refused = await faultsOf(signed);
        if (refused) return refused;
      } catch (error) {
        if (isTallystickError(error, "ChainUnreachable")) return { refused: "chainDown" };
        throw error;
      }
      const fault = store.keep(release, json);
      return fault ? { refused: fault } : { lock };
    },
    /** The release of a lock, as JSON. */
    async find(lock: Hex): Promise<readonly unknown[]> {
      if (now() - sweptAt >= SWEEP_MS) {
        sweptAt = now();
        for (const chainId of chains.keys()) store.sweep(chainId, await timeOf(chainId));
      }
      const found = store.find(lock);
      return found === undefined ? [] : [JSON.parse(found) as unknown];
    },
  };
}

function formFaults({ deadline, lockedAt: block, lock }: Release, now: bigint): string[] {
  const rules: readonly (readonly [isBroken: boolean, field: string])[] = [
    [deadline <= now, "deadline"],
    [lock.timelock <= now, "timelock"],
    [block === 0n, "lockedAt"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, field]) => field);
}

/** Takes a recipient's signed release. */
export function postRelease(request: Request, releases: ReleaseRelay, gates: OrderGates): Promise<Response> {
  return brought(request, gates, decodeRelease, {
    signer: ({ release }) => release.lock.recipient,
    act: releases.post,
  });
}

/** The release of a lock, if there is one. */
export async function getReleases(request: Request, releases: ReleaseRelay, gates: OrderGates): Promise<Response> {
  const admitted = admit(request, gates.looks);
  if (admitted instanceof Response) return admitted;
  const lock = new URL(request.url).searchParams.get("lock")?.toLowerCase();
  if (lock === undefined || !/^0x[0-9a-f]{64}$/.test(lock)) return refusedOrder("malformed");
  return answer({ releases: await releases.find(lock as Hex) });
}
