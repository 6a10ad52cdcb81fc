import { attest } from "@tallystick/sdk/identity/credentials";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import {
  breakGlass,
  changeHolders,
  giveConsent,
  refuseConsent,
  registerRecord,
  renounceConsent,
  requestConsent,
  reviewEmergency,
  sortedHolders,
  withdrawConsent,
} from "@tallystick/sdk/market/consentActs";
import { type ConsentRequest, signConsent, signHoldersChange } from "@tallystick/sdk/market/consentMessages";
import { prepareRequest } from "@tallystick/sdk/market/consents";
import { publish } from "@tallystick/sdk/market/selling";
import { datasetId } from "@tallystick/sdk/market/terms";
import { type Address, type Hex, keccak256, stringToHex, zeroHash } from "viem";
import { actAsDao, anyAnchor, DAY, randomHash } from "./acts.ts";
import type { World } from "./world.ts";

const DOCTOR = keccak256(stringToHex("emergency doctor"));
const HOLDERS: readonly PersonaId[] = ["climatologist", "cartographer", "registrar"];

/** Records that were made, and requests to them. */
export interface ConsentStory {
  /** With consents, changes of holders and emergencies; and one that is not published yet. */
  readonly records: readonly bigint[];
  readonly readers: readonly Address[];
  readonly requests: readonly { readonly request: ConsentRequest; readonly status: "open" | "given" | "stale" }[];
}

export async function liveWithConsent(world: World): Promise<ConsentStory> {
  const { credentials } = world.at;
  const registrar = [DOCTOR, world.address("registrar"), 2 ** 40 - 1];
  await actAsDao(world.chain, "Credentials", "appointRegistrar", registrar);
  for (const who of ["researcher", "newcomer", "trader"] as const) {
    await world.act("registrar", attest(credentials, DOCTOR, world.address(who), 2 ** 40 - 1, zeroHash));
  }
  const record = await newRecord(world, true);
  const early = await newRecord(world, false);
  const requests = await consentActs(world, record);
  await emergencyActs(world, record);
  const readers = (["analyst", "researcher", "newcomer", "trader"] as const).map(world.address);
  return { records: [record, early], readers, requests };
}

const orderOf = (world: World, who: readonly PersonaId[]): Address[] => sortedHolders(who.map(world.address));

async function newRecord(world: World, isPublished: boolean): Promise<bigint> {
  const { consent, market } = world.at;
  const salt = randomHash();
  const setup = {
    holders: orderOf(world, HOLDERS),
    threshold: 2,
    emergencyCredential: isPublished ? DOCTOR : zeroHash,
    emergencySeconds: isPublished ? 4 * 3_600 : 0,
    alsoRight: !isPublished,
  };
  await world.act("climatologist", registerRecord(consent, salt, setup));
  if (isPublished) await world.act("climatologist", publish(market, salt, anyAnchor()));
  return datasetId(world.chain.chainId, market, world.address("climatologist"), salt);
}

async function signedBy(world: World, request: ConsentRequest, who: readonly PersonaId[]) {
  return Promise.all(
    who.map(async (each) => ({
      holder: world.address(each),
      signature: await signConsent(world.actor(each), request),
    })),
  );
}

async function asked(world: World, dataset: bigint, who: PersonaId, purpose: number): Promise<ConsentRequest> {
  const until = (await world.now()) + 300 * DAY;
  const choice = { dataset, reader: world.address(who), segments: 3, until, purpose };
  const request = await prepareRequest(world.reader, choice);
  await world.act(who, requestConsent(world.at.consent, request, `please\0 ${purpose}`));
  return request;
}

async function given(world: World, request: ConsentRequest, who: readonly PersonaId[]): Promise<void> {
  const { consent } = world.at;
  const signatures = await signedBy(world, request, who);
  await world.act("relayer", giveConsent(consent, request, orderOf(world, HOLDERS), signatures));
}

/** Consents given, withdrawn in part and whole, renounced, refused; and ended by other holders. */
async function consentActs(world: World, record: bigint): Promise<ConsentStory["requests"]> {
  const { consent } = world.at;
  const order = orderOf(world, HOLDERS);
  const refuse = (who: PersonaId, reader: PersonaId, holders: readonly Address[], refused: boolean) =>
    world.act(who, refuseConsent(consent, record, world.address(reader), holders, refused));

  const first = await asked(world, record, "analyst", 1);
  const other = await asked(world, record, "analyst", 2);
  await given(world, first, HOLDERS);
  for (const who of ["climatologist", "registrar"] as const) {
    await world.act(who, withdrawConsent(consent, record, world.address("analyst"), order));
  }
  const again = await asked(world, record, "analyst", 2);
  await given(world, again, ["cartographer", "registrar"]);
  await refuse("cartographer", "analyst", order, true);

  const theirs = await asked(world, record, "researcher", 0);
  await given(world, theirs, ["climatologist", "cartographer"]);
  await world.act("researcher", renounceConsent(consent, record));
  await refuse("registrar", "newcomer", order, true);
  await refuse("climatologist", "newcomer", order, true);
  await refuse("registrar", "newcomer", order, false);
  const hopeful = await asked(world, record, "newcomer", 3);

  const next = orderOf(world, ["registrar", "climatologist"]);
  const deadline = (await world.now()) + DAY;
  const change = { dataset: record, holders: next, threshold: 1, epoch: 0, deadline };
  const signatures = await Promise.all(
    (["cartographer", "registrar"] as const).map(async (who) => ({
      holder: world.address(who),
      signature: await signHoldersChange(world.actor(who), change),
    })),
  );
  await world.act("relayer", changeHolders(consent, change, order, signatures));
  // A refusal under the new holders forgets what the old ones gave.
  await refuse("registrar", "analyst", next, true);
  const waiting = await asked(world, record, "trader", 4);
  return [
    { request: first, status: "given" },
    { request: other, status: "stale" },
    { request: again, status: "given" },
    { request: theirs, status: "given" },
    { request: hopeful, status: "stale" },
    { request: waiting, status: "open" },
  ];
}

/** Glasses broken: found justified, broken again; found unjustified, then justified after all; and one to be reviewed. */
async function emergencyActs(world: World, record: bigint): Promise<void> {
  const { consent } = world.at;
  const holders = orderOf(world, ["registrar", "climatologist"]);
  const broken = (who: PersonaId) => world.act(who, breakGlass(consent, record, 1, `by ${who}\0`));
  const reviewed = (reader: PersonaId, justified: boolean): Promise<Hex> => {
    const review = { dataset: record, reader: world.address(reader), holders, justified, note: String(justified) };
    return world.act("registrar", reviewEmergency(consent, review));
  };
  await broken("researcher");
  await reviewed("researcher", true);
  await broken("researcher");
  await broken("newcomer");
  await reviewed("newcomer", false);
  await reviewed("newcomer", true);
  await broken("trader");
  await reviewed("trader", false);
}

export async function loseWithConsent(world: World, record: bigint): Promise<void> {
  const { consent } = world.at;
  const holders = orderOf(world, ["registrar", "climatologist"]);
  const request = await asked(world, record, "trader", 0);
  const signatures = await signedBy(world, request, ["registrar"]);
  await world.act("relayer", giveConsent(consent, request, holders, signatures));
  await world.act("newcomer", breakGlass(consent, record, 2, "once more"));
  const review = { dataset: record, reader: world.address("researcher"), holders, justified: false, note: "no" };
  await world.act("climatologist", reviewEmergency(consent, review));
  await newRecord(world, true);
}
