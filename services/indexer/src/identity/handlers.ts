import { type Context, ponder } from "ponder:registry";
import {
  credential,
  delegate,
  encryptionKey,
  identityOwner,
  keyChange,
  member,
  mirror,
  organisation,
  registrar,
} from "ponder:schema";
import { type Address, type Hex, zeroAddress } from "viem";
import { originOf } from "../origin.ts";
import { dissolved, keyAfter, keyInAttribute, newCredential, newOrganisation, type OrganisationRow } from "./rows.ts";

// ----------------------------------------------------------------------------------------------- organisations

ponder.on("Organisations:Registered", async ({ event, context }) => {
  await context.db.insert(organisation).values(newOrganisation(originOf(event, context), event.args));
});

ponder.on("Organisations:ProfileSet", async ({ event, context }) => {
  const { org, profile } = event.args;
  await change(context, org, { profile });
});

ponder.on("Organisations:OwnershipOffered", async ({ event, context }) => {
  await change(context, event.args.org, { offeredTo: event.args.to });
});

ponder.on("Organisations:OwnershipOfferCancelled", async ({ event, context }) => {
  await change(context, event.args.org, { offeredTo: zeroAddress });
});

ponder.on("Organisations:OwnershipAccepted", async ({ event, context }) => {
  const { org, owner } = event.args;
  await change(context, org, { owner, offeredTo: zeroAddress });
});

ponder.on("Organisations:Dissolved", async ({ event, context }) => {
  await change(context, event.args.org, dissolved);
});

ponder.on("Organisations:Appointed", async ({ event, context }) => {
  const { org, account, by, roles, expiry } = event.args;
  const { chainId, at } = originOf(event, context);
  const key = { chainId, org, account };
  const known = await context.db.find(member, key);
  const office = {
    roles,
    expiry: BigInt(expiry),
    appointedBy: by,
    appointedAt: at,
  };
  if (known !== null) {
    await context.db.update(member, key).set(office);
    return;
  }
  await context.db.insert(member).values({ ...key, ...office });
  await countMembers(context, org, 1);
});

ponder.on("Organisations:Dismissed", async ({ event, context }) => {
  await remove(context, event.args.org, event.args.account);
});

ponder.on("Organisations:Resigned", async ({ event, context }) => {
  await remove(context, event.args.org, event.args.account);
});

async function change(
  context: Context,
  id: Hex,
  values: Partial<Omit<OrganisationRow, "chainId" | "id">>,
): Promise<void> {
  await context.db.update(organisation, { chainId: context.chain.id, id }).set(values);
}

async function countMembers(context: Context, id: Hex, difference: number): Promise<void> {
  await context.db
    .update(organisation, { chainId: context.chain.id, id })
    .set((row) => ({ memberCount: row.memberCount + difference }));
}

async function remove(context: Context, org: Hex, account: Address): Promise<void> {
  await context.db.delete(member, { chainId: context.chain.id, org, account });
  await countMembers(context, org, -1);
}

// ------------------------------------------------------------------------------------------------- credentials

ponder.on("Credentials:RegistrarAppointed", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { credentialType, registrar: account, until } = event.args;
  const office = { until: BigInt(until), updatedAt: at };
  await context.db
    .insert(registrar)
    .values({ chainId, credentialType, registrar: account, ...office })
    .onConflictDoUpdate(office);
});

ponder.on("Credentials:RegistrarDismissed", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { credentialType, registrar: account } = event.args;
  await context.db.update(registrar, { chainId, credentialType, registrar: account }).set({ until: 0n, updatedAt: at });
});

ponder.on("Credentials:MirrorAppointed", async ({ event, context }) => {
  await trust(context, event.args.mirror, event.block.timestamp, true);
});

ponder.on("Credentials:MirrorDismissed", async ({ event, context }) => {
  await trust(context, event.args.mirror, event.block.timestamp, false);
});

ponder.on("Credentials:Attested", async ({ event, context }) => {
  const row = newCredential(originOf(event, context), event.args);
  await context.db.insert(credential).values(row).onConflictDoUpdate(row);
});

ponder.on("Credentials:Revoked", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { credentialType, subject, by } = event.args;
  await context.db
    .update(credential, { chainId, credentialType, subject })
    .set({ status: "revoked", endedBy: by, endedAt: at });
});

ponder.on("Credentials:Renounced", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { credentialType, subject } = event.args;
  await context.db
    .update(credential, { chainId, credentialType, subject })
    .set({ status: "renounced", endedBy: subject, endedAt: at });
});

async function trust(context: Context, account: Address, at: bigint, trusted: boolean): Promise<void> {
  const now = { trusted, updatedAt: at };
  await context.db
    .insert(mirror)
    .values({ chainId: context.chain.id, mirror: account, ...now })
    .onConflictDoUpdate(now);
}

// --------------------------------------------------------------------------------------------- encryption keys

ponder.on("EncryptionKeys:DIDAttributeChanged", async ({ event, context }) => {
  const changed = keyInAttribute(event.args);
  if (changed === undefined) return;
  const origin = originOf(event, context);
  const { chainId, at, transaction, logIndex } = origin;
  const account = event.args.identity;
  await context.db.insert(keyChange).values({
    chainId,
    transaction,
    logIndex,
    account,
    ...changed,
    changedAt: at,
  });
  const before = await context.db.find(encryptionKey, { chainId, account });
  const after = keyAfter(origin, account, before, changed);
  await context.db.insert(encryptionKey).values(after).onConflictDoUpdate(after);
});

ponder.on("EncryptionKeys:DIDOwnerChanged", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { identity, owner } = event.args;
  const now = { owner, updatedAt: at };
  await context.db
    .insert(identityOwner)
    .values({ chainId, identity, ...now })
    .onConflictDoUpdate(now);
});

ponder.on("EncryptionKeys:DIDDelegateChanged", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { identity, delegateType, delegate: account, validTo } = event.args;
  const now = { validTo, updatedAt: at };
  await context.db
    .insert(delegate)
    .values({ chainId, identity, delegateType, delegate: account, ...now })
    .onConflictDoUpdate(now);
});
