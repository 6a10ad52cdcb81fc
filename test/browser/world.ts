import { type Actor, connectActor } from "@tallystick/sdk/chain/actor";
import { send } from "@tallystick/sdk/chain/send";
import { registerRecord, sortedHolders } from "@tallystick/sdk/market/consentActs";
import type { NewOffer } from "@tallystick/sdk/market/prepare";
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
  readonly offers?: readonly NewOffer[];
  readonly file?: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array<ArrayBuffer> };
}

/** Publishes a data set: with nothing on offer and a real CSV in it, where nothing else is chosen. */
export async function makeDataset(index: number, title: string, choice: Choice = {}): Promise<Made> {
  const { holders, offers = [] } = choice;
  const actor = actorAt(index);
  const { market, consent } = deployed(actor.network);
  const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const id = datasetId(31337, market, accountAt(index).address, salt);
  if (holders) {
    const setup = { threshold: 2, emergencyCredential: zeroHash, emergencySeconds: 0, alsoRight: false };
    await send(actor, registerRecord(consent, salt, { ...setup, holders: sortedHolders(holders) }));
  }
  const { name, mediaType, bytes } = choice.file ?? {
    name: csvName,
    mediaType: "text/csv",
    bytes: new TextEncoder().encode(csv),
  };
  const open = () => new Blob([bytes]).stream();
  await publishDataset(actor, {
    salt,
    offers,
    files: [{ name, mediaType, open }],
    about: { title, description: "Daily weather of Seattle, by way of vega-datasets.", licence: { spdx: "MIT" } },
  });
  return { id, path: `/market/${numberToHex(id, { size: 32 })}` };
}
