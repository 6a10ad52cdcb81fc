import { type Actor, connectActor } from "@tallystick/sdk/chain/actor";
import { send } from "@tallystick/sdk/chain/send";
import { registerRecord, sortedHolders } from "@tallystick/sdk/market/consentActs";
import { publishDataset } from "@tallystick/sdk/market/publishDataset";
import { datasetId } from "@tallystick/sdk/market/terms";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { type Address, bytesToHex, numberToHex, zeroHash } from "viem";
import { csv, csvName } from "./steps.ts";
import { accountAt } from "./wallet.ts";

// What a test finds there already: made through the SDK, as anybody's program would.

export const actorAt = (index: number): Actor => connectActor(networkOf(31337), accountAt(index));

interface Made {
  readonly id: bigint;
  /** Path of its page on the market. */
  readonly path: string;
}

interface Choice {
  /** Two of these three must consent. */
  readonly holders?: readonly Address[];
}

/** Publishes a data set with nothing on offer and a real CSV in it. */
export async function makeDataset(index: number, title: string, { holders }: Choice = {}): Promise<Made> {
  const actor = actorAt(index);
  const { market, consent } = deployed(actor.network);
  const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const id = datasetId(31337, market, accountAt(index).address, salt);
  if (holders) {
    const setup = { threshold: 2, emergencyCredential: zeroHash, emergencySeconds: 0, alsoRight: false };
    await send(actor, registerRecord(consent, salt, { ...setup, holders: sortedHolders(holders) }));
  }
  const open = () => new Blob([csv]).stream();
  await publishDataset(actor, {
    salt,
    files: [{ name: csvName, mediaType: "text/csv", open }],
    about: { title, description: "Daily weather of Seattle, by way of vega-datasets.", licence: { spdx: "MIT" } },
  });
  return { id, path: `/market/${numberToHex(id, { size: 32 })}` };
}
