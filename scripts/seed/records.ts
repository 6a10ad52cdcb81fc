import type { PersonaId } from "@tallystick/sdk/local/personas";
import {
  breakGlass,
  giveConsent,
  type HolderSignature,
  type RecordSetup,
  registerRecord,
  requestConsent,
  reviewEmergency,
  sortedHolders,
} from "@tallystick/sdk/market/consentActs";
import { type ConsentRequest, signConsent } from "@tallystick/sdk/market/consentMessages";
import { prepareRequest } from "@tallystick/sdk/market/consents";
import type { Hex } from "viem";
import type { CatalogueId } from "./catalogue.ts";
import { DAY, type Listing, saltOf, type World } from "./world.ts";

/** A data set under the consent of its key holders. */
export interface SeededRecord {
  readonly listing: Listing;
  readonly holders: readonly PersonaId[];
}

export interface RecordChoice {
  readonly publisher: PersonaId;
  readonly entry: CatalogueId;
  readonly holders: readonly PersonaId[];
  readonly threshold: number;
  readonly emergencyCredential: Hex;
  readonly emergencyHours: number;
}

/** Puts a data set under consent, which is possible only before it is published, and publishes it. */
export async function publishRecord(world: World, choice: RecordChoice): Promise<SeededRecord> {
  const { publisher, entry, holders } = choice;
  const setup: RecordSetup = {
    holders: sortedHolders(holders.map(world.address)),
    threshold: choice.threshold,
    emergencyCredential: choice.emergencyCredential,
    emergencySeconds: choice.emergencyHours * 3_600,
    alsoRight: false,
  };
  await world.act(publisher, registerRecord(world.at.consent, saltOf(entry), setup));
  return { listing: await world.publish(publisher, entry, []), holders };
}

/** A reader asks for so many days, for one purpose, and says why. */
export async function ask(
  world: World,
  reader: PersonaId,
  { listing }: SeededRecord,
  wish: { readonly purpose: number; readonly until: number; readonly message: string },
): Promise<ConsentRequest> {
  const request = await prepareRequest(world.actor(reader), {
    dataset: listing.dataset,
    reader: world.address(reader),
    segments: 1,
    purpose: wish.purpose,
    until: world.timeOf(wish.until),
    seconds: 14 * DAY,
  });
  await world.act(reader, requestConsent(world.at.consent, request, wish.message));
  return request;
}

/** Some of the holders sign, and the reader brings their signatures to the chain. */
export async function consentTo(
  world: World,
  reader: PersonaId,
  { holders }: SeededRecord,
  request: ConsentRequest,
  signers: readonly PersonaId[],
): Promise<void> {
  const signatures: HolderSignature[] = [];
  for (const id of signers) {
    signatures.push({ holder: world.address(id), signature: await signConsent(world.actor(id), request) });
  }
  const all = sortedHolders(holders.map(world.address));
  await world.act(reader, giveConsent(world.at.consent, request, all, signatures));
}

export async function breakInto(
  world: World,
  reader: PersonaId,
  { listing }: SeededRecord,
  reason: string,
): Promise<void> {
  await world.act(reader, breakGlass(world.at.consent, listing.dataset, 1, reason));
}

export async function justify(
  world: World,
  holder: PersonaId,
  reader: PersonaId,
  { listing, holders }: SeededRecord,
  note: string,
): Promise<void> {
  const all = sortedHolders(holders.map(world.address));
  const review = { dataset: listing.dataset, reader: world.address(reader), holders: all, justified: true, note };
  await world.act(holder, reviewEmergency(world.at.consent, review));
}
