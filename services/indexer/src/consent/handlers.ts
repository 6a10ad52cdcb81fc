import { type Context, ponder } from "ponder:registry";
import { consent, consentAct, consentRequest, emergencyAct, emergencyRight, holder, record } from "ponder:schema";
import { requestDigest } from "@tallystick/sdk/market/consentMessages";
import { and, eq } from "ponder";
import type { Address, Hex } from "viem";
import { found } from "../found.ts";
import { datasetKey } from "../market/rows.ts";
import { type Origin, originOf } from "../origin.ts";
import { plainText } from "../text.ts";
import { givenConsent, noConsent, refusedConsent } from "./rows.ts";

type Db = Context["db"];

const lower = (account: Address): Address => account.toLowerCase() as Address;

ponder.on("Consent:Recorded", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { publisher, setup } = event.args;
  const dataset = datasetKey(event.args.dataset);
  const { threshold, alsoRight, emergencyCredential, emergencySeconds } = setup;
  await context.db.insert(record).values({
    chainId,
    dataset,
    publisher,
    holders: setup.holders.map(lower),
    threshold,
    epoch: 0,
    alsoRight,
    emergencyCredential,
    emergencySeconds: BigInt(emergencySeconds),
    breaks: 0,
    openReviews: 0,
    recordedAt: at,
    updatedAt: at,
  });
  await addHolders(context.db, chainId, dataset, setup.holders);
});

ponder.on("Consent:HoldersChanged", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { epoch, holders, threshold } = event.args;
  const key = { chainId, dataset: datasetKey(event.args.dataset) };
  const before = await found(context.db.find(record, key), "record", key);
  for (const account of before.holders) await context.db.delete(holder, { ...key, account: account as Address });
  await addHolders(context.db, chainId, key.dataset, holders);
  await context.db.update(record, key).set({ epoch, holders: holders.map(lower), threshold, updatedAt: at });
  await settle(context.db, key, "stale", []);
});

ponder.on("Consent:Requested", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { request, message } = event.args;
  const { purpose, segments, fromVersion, laterVersions, until, serial, epoch, deadline } = request;
  const row = { message: plainText(message), status: "open", requestedAt: at } as const;
  await context.db
    .insert(consentRequest)
    .values({
      chainId,
      id: requestDigest(chainId, context.contracts.Consent.address as Address, request),
      dataset: datasetKey(request.dataset),
      reader: request.reader,
      purpose,
      segments: BigInt(segments),
      fromVersion,
      laterVersions,
      until: BigInt(until),
      serial: BigInt(serial),
      epoch,
      deadline: BigInt(deadline),
      ...row,
    })
    .onConflictDoUpdate(row);
});

ponder.on("Consent:Given", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { reader, consent: word } = event.args;
  const key = { chainId: origin.chainId, dataset: datasetKey(event.args.dataset), reader };
  const row = givenConsent(key, word, origin.at);
  await db.insert(consent).values(row).onConflictDoUpdate(row);
  await note(db, origin, { ...key, kind: "given", serial: row.serial, signers: row.signers });
  const { purpose, segments, fromVersion, laterVersions, until, serial } = row;
  const asked = { purpose, segments, fromVersion, laterVersions, until, serial };
  const ofReader = eq(consentRequest.reader, lower(reader));
  // The event tells all that was asked for but the deadline.
  const same = Object.entries(asked).map(([name, value]) => eq(consentRequest[name as keyof typeof asked], value));
  await settle(db, key, "given", [ofReader, ...same]);
  await settle(db, key, "stale", [ofReader]);
});

ponder.on("Consent:Withdrawn", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { reader, holder: account, signers, ended } = event.args;
  const key = { chainId: origin.chainId, dataset: datasetKey(event.args.dataset), reader };
  const change = { signers, updatedAt: origin.at, ...(ended ? { until: origin.at } : {}) };
  const { serial } = await context.db.update(consent, key).set(change);
  await note(context.db, origin, { ...key, kind: "withdrawn", holder: account, serial, signers });
});

ponder.on("Consent:Renounced", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId, at } = origin;
  const key = { chainId, dataset: datasetKey(event.args.dataset), reader: event.args.reader };
  const { serial, signers } = await context.db.update(consent, key).set({ until: at, updatedAt: at });
  await note(context.db, origin, { ...key, kind: "renounced", serial, signers });
});

ponder.on("Consent:Refused", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { reader, holder: account, serial, refused } = event.args;
  const key = { chainId: origin.chainId, dataset: datasetKey(event.args.dataset), reader };
  const place = { chainId: key.chainId, dataset: key.dataset, account };
  const { position } = await found(db.find(holder, place), "holder", place);
  const { epoch } = await found(db.find(record, key), "record", key);
  const before = (await db.find(consent, key)) ?? noConsent(key);
  const row = refusedConsent(before, { epoch, position, refused }, origin);
  await db.insert(consent).values(row).onConflictDoUpdate(row);
  const kind = refused ? "refused" : "refusal_ended";
  await note(db, origin, { ...key, kind, holder: account, serial: BigInt(serial), signers: row.signers });
});

ponder.on("Consent:GlassBroken", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { reader, segments, until } = event.args;
  const key = { chainId: origin.chainId, dataset: datasetKey(event.args.dataset), reader };
  const reason = plainText(event.args.reason);
  const broken = {
    until: BigInt(until),
    segments: BigInt(segments),
    brokenAt: origin.at,
    status: "open",
    reason,
    reviewer: null,
    note: null,
    reviewedAt: null,
  } as const;
  await db
    .insert(emergencyRight)
    .values({ ...key, ...broken, breaks: 1 })
    .onConflictDoUpdate(({ breaks }) => ({ ...broken, breaks: breaks + 1 }));
  await db.update(record, key).set(({ breaks, openReviews }) => ({
    // The contract's counter stops there.
    breaks: Math.min(breaks + 1, 65_535),
    openReviews: openReviews + 1,
  }));
  await tell(db, origin, { ...key, kind: "broken", by: reader, text: reason });
});

ponder.on("Consent:Reviewed", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { at } = origin;
  const { reader, reviewer, justified } = event.args;
  const key = { chainId: origin.chainId, dataset: datasetKey(event.args.dataset), reader };
  const text = plainText(event.args.note);
  // Copied: Ponder gives the row of its cache, which the update below changes.
  const before = { ...(await found(db.find(emergencyRight, key), "emergency", key)) };
  const status = justified ? "justified" : "unjustified";
  const until = !justified && before.until > at ? at : before.until;
  await db.update(emergencyRight, key).set({ status, until, reviewer, note: text, reviewedAt: at });
  if (before.status === "open") {
    await db.update(record, key).set(({ openReviews }) => ({ openReviews: openReviews - 1 }));
  }
  await tell(db, origin, { ...key, kind: status, by: reviewer, text });
});

// ------------------------------------------------------------------------------------------------------ shared

async function addHolders(db: Db, chainId: number, dataset: Hex, holders: readonly Address[]): Promise<void> {
  await db.insert(holder).values(holders.map((account, position) => ({ chainId, dataset, account, position })));
}

/** Says of a record's open requests what has become of them. */
async function settle(
  db: Db,
  { chainId, dataset }: { readonly chainId: number; readonly dataset: Hex },
  status: "given" | "stale",
  which: readonly ReturnType<typeof eq>[],
): Promise<void> {
  const open = eq(consentRequest.status, "open");
  await db.sql
    .update(consentRequest)
    .set({ status })
    .where(and(eq(consentRequest.chainId, chainId), eq(consentRequest.dataset, dataset), open, ...which));
}

type ConsentNote = Omit<typeof consentAct.$inferInsert, "transaction" | "logIndex" | "at">;

async function note(db: Db, { transaction, logIndex, at }: Origin, row: ConsentNote): Promise<void> {
  await db.insert(consentAct).values({ ...row, transaction, logIndex, at });
}

type EmergencyNote = Omit<typeof emergencyAct.$inferInsert, "transaction" | "logIndex" | "at">;

async function tell(db: Db, { transaction, logIndex, at }: Origin, row: EmergencyNote): Promise<void> {
  await db.insert(emergencyAct).values({ ...row, transaction, logIndex, at });
}
