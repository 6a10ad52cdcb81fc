import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Hex, keccak256, stringToHex, zeroAddress } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { appointRegistrar, attest, revokeCredential } from "../../src/identity/credentials.ts";
import { appoint, organisationId, registerOrganisation } from "../../src/identity/organisations.ts";
import {
  BANK,
  debtorLine,
  debtorRecord,
  debtorRoom,
  nameBank,
  setDebtorLimit,
  UNLIMITED,
} from "../../src/instruments/debtors.ts";
import {
  attestEvidence,
  evidenceLog,
  isInRole,
  LOGISTICS,
  streamBits,
  streamRole,
  streamsIn,
  streamsOf,
} from "../../src/instruments/evidence.ts";
import { FIRST_LOT } from "../../src/instruments/links.ts";
import {
  confirmReceivable,
  payReceivable,
  recordDefault,
  registerReceivable,
  withdrawReceivable,
  writeOffLot,
} from "../../src/instruments/receivables.ts";
import { faceOf } from "../../src/instruments/terms.ts";
import { evidenceStreams } from "../../src/instruments/words.ts";
import { addressOf } from "../support/chain.ts";
import { byDao } from "../support/dao.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { DAY } from "../support/market.ts";
import { type ReceivablesWorld, receivablesWorld } from "../support/receivables.ts";

const DOCUMENT = keccak256(stringToHex("a bill of lading"));

describe("the clients of debtors and evidence", () => {
  let world: ReceivablesWorld;
  let debtor: Actor;
  let creditor: Actor;
  let bank: Actor;
  let carrier: Actor;
  let registrar: Actor;

  before(async () => {
    world = await receivablesWorld();
    ({ debtor, creditor, third: bank, stranger: carrier } = world);
    registrar = world.actor("registrar");
    const { credentials } = world.places;
    const expiry = (await chainTime(debtor)) + 3_000 * DAY;
    const appointed = [BANK, LOGISTICS].map((type) =>
      appointRegistrar(credentials, type, addressOf(registrar), expiry),
    );
    await byDao(world.chain, ...appointed);
    await send(registrar, attest(credentials, BANK, addressOf(bank), expiry, DOCUMENT));
    await send(registrar, attest(credentials, LOGISTICS, addressOf(carrier), expiry, DOCUMENT));
  });
  after(() => world.chain.close());

  const of = (): readonly [Actor, Hex, Hex] => [creditor, addressOf(debtor), world.token];

  it("SDK-258 limits what a debtor confirms as his bank says, and lets him leave it when he owes nothing", async () => {
    const { debtors, receivables } = world.places;
    assert.deepEqual([await debtorRoom(...of()), (await debtorLine(...of())).bank], [UNLIMITED, zeroAddress]);
    assert.equal(await codeOf(send(debtor, nameBank(debtors, world.token, addressOf(carrier)))), "Debtors_NotBank");
    await send(debtor, nameBank(debtors, world.token, addressOf(bank)));
    assert.equal(await debtorRoom(...of()), 0n);
    const limit = setDebtorLimit(debtors, addressOf(debtor), world.token, 150_000_000n);
    assert.equal(await codeOf(send(carrier, limit)), "Debtors_NotBank");
    await send(bank, limit);
    assert.deepEqual(await debtorLine(...of()), {
      bank: addressOf(bank),
      limit: 150_000_000n,
      cap: 0n,
      isCapped: false,
    });
    const terms = await world.confirmed();
    assert.equal(await debtorRoom(...of()), 50_000_000n);
    const next = await world.newTerms();
    await send(creditor, registerReceivable(receivables, next));
    const beyond = await failureOf(send(debtor, confirmReceivable(receivables, next)));
    assert.deepEqual([beyond.code, beyond.details.wanted], ["Debtors_BeyondLimit", 200_000_000n]);
    const leave = nameBank(debtors, world.token, zeroAddress);
    assert.equal(await codeOf(send(debtor, leave)), "Debtors_StillOwing");
    await send(debtor, payReceivable(receivables, terms));
    await send(debtor, leave);
    assert.equal(await debtorRoom(...of()), UNLIMITED);
  });

  it("SDK-258 tells how a debtor has paid, late, not at all, and what was written off", async () => {
    const { receivables } = world.places;
    const before = await debtorRecord(...of());
    assert.deepEqual([before.confirmedCount, before.onTimeCount, before.outstanding], [1, 1, 0n]);
    const [late, lost] = [await world.confirmed(), await world.confirmed({ graceDays: 365 })];
    await world.chain.pass(61 * DAY);
    await send(debtor, payReceivable(receivables, late));
    await world.chain.pass(90 * DAY);
    await send(carrier, recordDefault(receivables, lost));
    await send(creditor, writeOffLot(receivables, lost, FIRST_LOT));
    const face = faceOf(lost);
    assert.deepEqual(await debtorRecord(...of()), {
      outstanding: face,
      confirmedSum: before.confirmedSum + 2n * face,
      confirmedCount: 3,
      onTimeSum: before.onTimeSum,
      onTimeCount: 1,
      lateSum: face,
      lateCount: 1,
      defaultedSum: face,
      defaultedCount: 1,
      writtenOffSum: face,
      writtenOffCount: 1,
    });
  });

  it("SDK-259 anchors each stream by its role, and tells them by name with their log", async () => {
    const { evidence, receivables, credentials, organisations } = world.places;
    const terms = await world.newTerms();
    await send(creditor, registerReceivable(receivables, terms));
    const id = world.idOf(terms);
    assert.deepEqual(await streamsOf(creditor, id), []);
    await send(creditor, attestEvidence(evidence, terms, "commercial", DOCUMENT));
    await send(debtor, attestEvidence(evidence, terms, "information", DOCUMENT));
    await send(carrier, attestEvidence(evidence, terms, "logistics", DOCUMENT));
    assert.deepEqual(await streamsOf(creditor, id), ["information", "commercial", "logistics"]);
    for (const stream of evidenceStreams) {
      assert.equal(await isInRole(creditor, terms, stream, addressOf(carrier)), stream === "logistics", stream);
    }
    const refused = await failureOf(send(carrier, attestEvidence(evidence, terms, "capital", DOCUMENT)));
    assert.deepEqual([refused.code, refused.details.stream], ["Evidence_NotInRole", 3]);
    assert.match(refused.message, /capital stream/);
    // A member with the stream's role speaks for the owner of his organisation.
    const salt = keccak256(stringToHex("a bank's house"));
    await send(bank, registerOrganisation(organisations, salt, DOCUMENT));
    const org = organisationId(31337, organisations, addressOf(bank), salt);
    const clerk = world.second;
    const expiry = (await chainTime(creditor)) + DAY;
    await send(bank, appoint(organisations, org, addressOf(clerk), streamRole("capital"), expiry));
    await send(clerk, attestEvidence(evidence, terms, "capital", DOCUMENT, org));
    const log = await evidenceLog(creditor, id);
    assert.deepEqual(
      log.map(({ stream, party, by }) => [stream, party, by]),
      [
        ["commercial", addressOf(creditor), addressOf(creditor)],
        ["information", addressOf(debtor), addressOf(debtor)],
        ["logistics", addressOf(carrier), addressOf(carrier)],
        ["capital", addressOf(bank), addressOf(clerk)],
      ],
    );
    await send(registrar, revokeCredential(credentials, LOGISTICS, addressOf(carrier)));
    assert.equal(await isInRole(creditor, terms, "logistics", addressOf(carrier)), false);
    await send(creditor, withdrawReceivable(receivables, terms));
    const late = attestEvidence(evidence, terms, "commercial", DOCUMENT);
    assert.equal(await codeOf(send(creditor, late)), "Evidence_WrongStatus");
    assert.deepEqual(await evidenceLog(creditor, id + 1n), []);
  });

  it("SDK-259 keeps streams in a word and reads them back", () => {
    assert.equal(streamBits(["capital", "information"]), 9);
    assert.deepEqual(streamsIn(6), ["commercial", "logistics"]);
    assert.equal(streamBits(evidenceStreams), 15);
  });
});
