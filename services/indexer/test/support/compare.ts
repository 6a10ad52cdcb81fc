import assert from "node:assert/strict";
import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { encryptionKeysAbi } from "@tallystick/sdk/generated/abis/EncryptionKeys";
import { organisationsAbi } from "@tallystick/sdk/generated/abis/Organisations";
import { receiptOf } from "@tallystick/sdk/market/right";
import { type Address, type Hex, numberToHex } from "viem";
import { receiptKey } from "../../src/market/purchase.ts";
import { addressOf, marketView } from "./acts.ts";
import type { TestChain } from "./chains.ts";
import type { TestIndexer } from "./indexer.ts";
import { RESEARCHER, type Story } from "./scenario.ts";

/** Rows of a table, of one chain, with these columns. */
export async function rowsOf<T>(indexer: TestIndexer, chain: TestChain, plural: string, columns: string): Promise<T[]> {
  const query = `{ ${plural}(where: { chainId: ${chain.chainId} }, limit: 1000) { items { ${columns} } } }`;
  return (await indexer.graphql<Record<string, { items: T[] }>>(query))[plural]?.items ?? [];
}

export const low = (address: Address): Address => address.toLowerCase() as Address;
export const idOf = (dataset: bigint): Hex => numberToHex(dataset, { size: 32 });

export async function compareDatasets(
  indexer: TestIndexer,
  chain: TestChain,
  story: Pick<Story, "datasets">,
): Promise<void> {
  type Dataset = { id: Hex; owner: Address; approved: Address; latest: number; head: string };
  const rows = await rowsOf<Dataset>(indexer, chain, "datasets", "id owner approved latest head");
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set(story.datasets.map(idOf)));
  for (const { id, owner, approved, latest, head } of rows) {
    const args = [BigInt(id)] as const;
    const view = marketView(chain);
    const ownerNow = await chain.client.readContract({ ...view, functionName: "ownerOf", args });
    const versions = await chain.client.readContract({ ...view, functionName: "versionsOf", args });
    const approvedNow = await chain.client.readContract({ ...view, functionName: "getApproved", args });
    assert.deepEqual([owner, approved, latest, BigInt(head)], [low(ownerNow), low(approvedNow), ...versions]);
  }
  type Version = { dataset: Hex; version: number; head: string; headVerified: boolean };
  const versions = await rowsOf<Version>(indexer, chain, "versions", "dataset version head headVerified");
  assert.equal(
    versions.length,
    rows.reduce((sum, { latest }) => sum + latest, 0),
  );
  for (const version of versions) assert.equal(version.headVerified, true);
  for (const { id, latest, head } of rows) {
    const newest = versions.find(({ dataset, version }) => dataset === id && version === latest);
    assert.equal(newest?.head, head);
  }
}

/** Who may hand on the data sets of whom; counts those who may. */
export async function compareOperators(
  indexer: TestIndexer,
  chain: TestChain,
  story: Pick<Story, "accounts">,
): Promise<number> {
  type Operator = { owner: Address; operator: Address; approved: boolean };
  const rows = await rowsOf<Operator>(indexer, chain, "operators", "owner operator approved");
  for (const owner of story.accounts) {
    for (const operator of story.accounts) {
      const view = { ...marketView(chain), functionName: "isApprovedForAll", args: [owner, operator] } as const;
      const row = rows.find((each) => each.owner === low(owner) && each.operator === low(operator));
      assert.equal(row?.approved ?? false, await chain.client.readContract(view));
    }
  }
  return rows.filter(({ approved }) => approved).length;
}

const TERMS =
  "dataset seller token price duration segments fromVersion laterVersions maxSales refundWindow purpose nonce licence policy policyData";

interface OfferRow extends Record<string, string | number | boolean> {
  id: Hex;
  status: string;
  feeBps: number;
  sold: number;
  paid: string;
  givenBack: string;
  collected: string;
}

export async function compareOffers(indexer: TestIndexer, chain: TestChain): Promise<OfferRow[]> {
  const columns = `id status feeBps sold paid givenBack collected ${TERMS}`;
  const rows = await rowsOf<OfferRow>(indexer, chain, "offers", columns);
  const view = marketView(chain);
  for (const row of rows) {
    const terms = Object.fromEntries(TERMS.split(" ").map((name) => [name, row[name]])) as never;
    assert.equal(await chain.client.readContract({ ...view, functionName: "offerId", args: [terms] }), row.id);
    const [state, held] = await chain.client.readContract({ ...view, functionName: "offerState", args: [row.id] });
    assert.deepEqual(
      [row.status, row.feeBps, row.sold],
      [["", "open", "withdrawn"][state.status], state.feeBps, state.sold],
    );
    const kept = BigInt(row.paid) - BigInt(row.givenBack) - BigInt(row.collected);
    assert.equal(kept, state.credit + held.current + held.previous);
  }
  return rows;
}

export async function compareRights(
  indexer: TestIndexer,
  chain: TestChain,
  story: Pick<Story, "datasets" | "accounts">,
): Promise<number> {
  type Right = { dataset: Hex; reader: Address; word: string } & Record<string, string | number | boolean>;
  const columns = "dataset reader word until segments fromVersion laterVersions revoked depth receipt";
  const rows = await rowsOf<Right>(indexer, chain, "rights", columns);
  let found = 0;
  for (const dataset of story.datasets) {
    for (const reader of story.accounts) {
      const args = [dataset, reader] as const;
      const [right, word] = await chain.client.readContract({ ...marketView(chain), functionName: "rightOf", args });
      const row = rows.find((each) => each.dataset === idOf(dataset) && each.reader === low(reader));
      if (row === undefined) {
        assert.equal(word, 0n);
        continue;
      }
      found += 1;
      const { dataset: _, reader: __, word: packed, ...fields } = row;
      assert.equal(BigInt(packed), word);
      assert.deepEqual(fields, {
        until: String(right.until),
        segments: String(right.segments),
        fromVersion: right.fromVersion,
        laterVersions: right.laterVersions,
        revoked: right.revoked,
        depth: right.depth,
        receipt: numberToHex(right.receipt, { size: 20 }),
      });
    }
  }
  assert.equal(found, rows.length);
  return found;
}

export async function comparePurchases(indexer: TestIndexer, chain: TestChain, story: Story): Promise<void> {
  type Purchase = { reader: Address; receipt: Hex; verified: boolean } & Record<string, unknown>;
  const columns = "dataset reader receipt previous offer payer paid boughtAt from givenBack verified";
  const rows = await rowsOf<Purchase>(indexer, chain, "purchases", columns);
  assert.equal(rows.length, story.entries.length);
  for (const { reader, entry, isGivenBack } of story.entries) {
    const receipt = receiptKey(receiptOf(entry.purchase));
    const row = rows.find((each) => each.reader === low(reader) && each.receipt === receipt);
    const { previous, offer, payer, paid, boughtAt, from } = entry.purchase;
    assert.deepEqual(
      { ...row },
      {
        dataset: idOf(entry.terms.dataset),
        reader: low(reader),
        receipt,
        previous: String(previous),
        offer,
        payer: low(payer),
        paid: String(paid),
        boughtAt: String(boughtAt),
        from: String(from),
        givenBack: isGivenBack,
        verified: true,
      },
    );
  }
}

export async function compareCredits(indexer: TestIndexer, chain: TestChain, story: Story): Promise<void> {
  type Credit = { account: Address; token: Address; balance: string };
  const rows = await rowsOf<Credit>(indexer, chain, "credits", "account token balance");
  const token = addressOf(chain, "EURX");
  const treasury = addressOf(chain, "TimelockController");
  for (const account of [...story.accounts, treasury]) {
    const args = [account, token] as const;
    const credit = await chain.client.readContract({ ...marketView(chain), functionName: "creditOf", args });
    const row = rows.find((each) => each.account === low(account) && each.token === low(token));
    assert.equal(BigInt(row?.balance ?? 0), credit, account);
  }
  assert.ok(rows.some(({ account, balance }) => account === low(treasury) && balance !== "0"));
}

export async function compareOrganisations(indexer: TestIndexer, chain: TestChain, story: Story): Promise<void> {
  type Organisation = { id: Hex; owner: Address; memberCount: number; status: string; offeredTo: Address };
  type Member = { org: Hex; account: Address; roles: string; expiry: string };
  const columns = "id owner memberCount status offeredTo";
  const rows = await rowsOf<Organisation>(indexer, chain, "organisations", columns);
  const members = await rowsOf<Member>(indexer, chain, "members", "org account roles expiry");
  const view = { abi: organisationsAbi, address: addressOf(chain, "Organisations") };
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set(story.orgs));
  for (const { id, owner, memberCount, status, offeredTo } of rows) {
    const now = await chain.client.readContract({ ...view, functionName: "organisationOf", args: [id] });
    const to = await chain.client.readContract({ ...view, functionName: "offeredTo", args: [id] });
    const expected = [low(now.owner), now.members, ["", "active", "dissolved"][now.status], low(to)];
    assert.deepEqual([owner, memberCount, status, offeredTo], expected);
    for (const account of story.accounts) {
      const role = await chain.client.readContract({ ...view, functionName: "roleOf", args: [id, account] });
      const row = members.find((each) => each.org === id && each.account === low(account));
      assert.deepEqual([BigInt(row?.roles ?? 0), Number(row?.expiry ?? 0)], [...role]);
    }
  }
  assert.equal(
    members.length,
    rows.reduce((sum, { memberCount }) => sum + memberCount, 0),
  );
}

export async function compareCredentials(indexer: TestIndexer, chain: TestChain, story: Story): Promise<void> {
  type Credential = { subject: Address } & Record<string, string>;
  const view = { abi: credentialsAbi, address: addressOf(chain, "Credentials") };
  const columns = "subject registrar expiry issuedAt status";
  const rows = await rowsOf<Credential>(indexer, chain, "credentials", columns);
  type Registrar = { registrar: Address; until: string };
  const registrars = await rowsOf<Registrar>(indexer, chain, "registrars", "registrar until");
  type Mirror = { mirror: Address; trusted: boolean };
  const mirrors = await rowsOf<Mirror>(indexer, chain, "mirrors", "mirror trusted");
  assert.deepEqual(mirrors.map(({ trusted }) => trusted).sort(), [false, true]);
  for (const account of story.accounts) {
    const args = [RESEARCHER, account] as const;
    const now = await chain.client.readContract({ ...view, functionName: "credentialOf", args });
    const row = rows.find(({ subject }) => subject === low(account));
    const expected = ["none", "valid", "revoked", "renounced"][now.status];
    assert.equal(row?.status ?? "none", expected);
    if (row) {
      const fields = [row.registrar, Number(row.expiry), Number(row.issuedAt)];
      assert.deepEqual(fields, [low(now.registrar), now.expiry, now.issuedAt]);
    }
    const until = await chain.client.readContract({ ...view, functionName: "registrarUntil", args });
    const isMirror = await chain.client.readContract({ ...view, functionName: "isMirror", args: [account] });
    assert.equal(mirrors.find(({ mirror }) => mirror === low(account))?.trusted ?? false, isMirror);
    assert.equal(Number(registrars.find(({ registrar }) => registrar === low(account))?.until ?? 0), until);
  }
  assert.deepEqual(new Set(rows.map(({ status }) => status)), new Set(["valid", "revoked", "renounced"]));
}

export async function compareKeys(indexer: TestIndexer, chain: TestChain, story: Story): Promise<void> {
  type Key = { account: Address; key: Hex | null; validTo: string };
  const rows = await rowsOf<Key>(indexer, chain, "encryptionKeys", "account key validTo");
  const view = { abi: encryptionKeysAbi, address: addressOf(chain, "EncryptionKeys") };
  type Owner = { identity: Address; owner: Address };
  const owners = await rowsOf<Owner>(indexer, chain, "identityOwners", "identity owner");
  assert.equal(owners.length, 1);
  for (const account of story.accounts) {
    const owner = await chain.client.readContract({ ...view, functionName: "identityOwner", args: [account] });
    assert.equal(owners.find(({ identity }) => identity === low(account))?.owner ?? low(account), low(owner));
    const [key, validTo] = await chain.client.readContract({ ...view, functionName: "keyOf", args: [account] });
    const row = rows.find((each) => each.account === low(account));
    assert.deepEqual([BigInt(row?.key ?? 0), Number(row?.validTo ?? 0)], [BigInt(key), validTo]);
  }
  assert.deepEqual(rows.map(({ key }) => key === null).sort(), [false, true]);
  type Delegate = { identity: Address; delegateType: Hex; delegate: Address; validTo: string };
  const delegates = await rowsOf<Delegate>(indexer, chain, "delegates", "identity delegateType delegate validTo");
  const now = (await chain.client.getBlock()).timestamp;
  const valid = delegates.map(async ({ identity, delegateType, delegate, validTo }) => {
    const args = [identity, delegateType, delegate] as const;
    const isValid = await chain.client.readContract({ ...view, functionName: "validDelegate", args });
    assert.equal(BigInt(validTo) > now, isValid);
    return isValid;
  });
  assert.deepEqual((await Promise.all(valid)).sort(), [false, false, true]);
}

/** Every table of a chain against what the chain says now. */
export async function compareAll(indexer: TestIndexer, chain: TestChain, story: Story): Promise<void> {
  await compareDatasets(indexer, chain, story);
  await compareOperators(indexer, chain, story);
  await compareOffers(indexer, chain);
  await compareRights(indexer, chain, story);
  await comparePurchases(indexer, chain, story);
  await compareCredits(indexer, chain, story);
  await compareOrganisations(indexer, chain, story);
  await compareCredentials(indexer, chain, story);
  await compareKeys(indexer, chain, story);
}
