import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, type Hex, keccak256, stringToHex, zeroHash } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { consentAbi } from "../../src/generated/abis/Consent.ts";
import { appointRegistrar, attest } from "../../src/identity/credentials.ts";
import { buy } from "../../src/market/buying.ts";
import {
  breakGlass,
  changeHolders,
  giveConsent,
  inHoldersOrder,
  type RecordSetup,
  refuseConsent,
  registerRecord,
  renounceConsent,
  requestConsent,
  reviewEmergency,
  sortedHolders,
  withdrawConsent,
} from "../../src/market/consentActs.ts";
import {
  type ConsentRequest,
  holdersDigest,
  isConsentSigned,
  requestDigest,
  signConsent,
  signHoldersChange,
} from "../../src/market/consentMessages.ts";
import {
  checkRequest,
  consentOf,
  emergencyOf,
  holdersHash,
  holdersOf,
  mayRead,
  prepareRequest,
  recordOf,
  requestsOf,
} from "../../src/market/consents.ts";
import { policyWord } from "../../src/market/policy.ts";
import { makeOffer } from "../../src/market/selling.ts";
import { datasetId, termsOf } from "../../src/market/terms.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { byDao } from "../support/dao.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { DAY, placesOf, published, randomWord } from "../support/market.ts";

const DOCTOR = keccak256(stringToHex("emergency doctor"));

describe("the consent client", () => {
  let chain: TestChain;
  let owner: Actor;
  let holders: readonly [Actor, Actor, Actor];
  let reader: Actor;
  let other: Actor;
  let consent: Hex;
  let order: Address[];

  before(async () => {
    chain = await testChain();
    owner = chain.actor("climatologist");
    holders = [chain.actor("keeper"), chain.actor("registrar"), chain.actor("deployer")];
    [reader, other] = [chain.actor("analyst"), chain.actor("relayer")];
    const places = deployed(chain.network);
    ({ consent } = places);
    order = sortedHolders(holders.map(addressOf));
    const registrar = chain.actor("registrar");
    const end = 2 ** 40 - 1;
    await byDao(chain, appointRegistrar(places.credentials, DOCTOR, addressOf(registrar), end));
    await send(registrar, attest(places.credentials, DOCTOR, addressOf(other), end, zeroHash));
  });
  after(() => chain.close());

  const setupOf = (changes: Partial<RecordSetup> = {}): RecordSetup => ({
    holders: order,
    threshold: 2,
    emergencyCredential: DOCTOR,
    emergencySeconds: 4 * 3_600,
    alsoRight: false,
    ...changes,
  });

  /** Registers and publishes a record. */
  async function newRecord(changes: Partial<RecordSetup> = {}): Promise<bigint> {
    const salt = randomWord();
    await send(owner, registerRecord(consent, salt, setupOf(changes)));
    return published(owner, salt);
  }

  async function asked(dataset: bigint, changes: Partial<ConsentRequest> = {}): Promise<ConsentRequest> {
    const until = (await chainTime(chain.reader)) + 30 * DAY;
    const choice = { dataset, reader: addressOf(reader), segments: 3, until, purpose: 1 };
    return { ...(await prepareRequest(chain.reader, choice)), ...changes };
  }

  async function signedBy(request: ConsentRequest, ...who: readonly Actor[]) {
    return Promise.all(
      who.map(async (holder) => ({ holder: addressOf(holder), signature: await signConsent(holder, request) })),
    );
  }

  async function given(dataset: bigint, changes: Partial<ConsentRequest> = {}): Promise<ConsentRequest> {
    const request = await asked(dataset, changes);
    await send(other, giveConsent(consent, request, order, await signedBy(request, holders[0], holders[1])));
    return request;
  }

  const reads = (dataset: bigint, part: Parameters<typeof mayRead>[3], who: Actor = reader) =>
    mayRead(chain.reader, dataset, addressOf(who), part);

  it("SDK-130 makes a record before the data set, and reads it back, holders proved", async () => {
    const dataset = await newRecord({ alsoRight: true });
    assert.deepEqual(await recordOf(chain.reader, dataset), {
      holders: 3,
      threshold: 2,
      epoch: 0,
      alsoRight: true,
      emergencySeconds: 4 * 3_600,
      emergencyCredential: DOCTOR,
      breaks: 0,
      openReviews: 0,
      holdersHash: holdersHash(order),
    });
    assert.deepEqual(await holdersOf(chain.reader, dataset), order);
    const bare = await published(owner);
    assert.equal(await recordOf(chain.reader, bare), undefined);
    assert.deepEqual(await holdersOf(chain.reader, bare), []);
    assert.equal(
      await codeOf(prepareRequest(chain.reader, { dataset: bare, reader: order[0] as Hex, segments: 1, until: 1 })),
      "NoRecord",
    );
    const salt = randomWord();
    await published(owner, salt);
    assert.equal(await codeOf(send(owner, registerRecord(consent, salt, setupOf()))), "Consent_Published");
    const twice = setupOf({ holders: [order[0] as Hex, order[0] as Hex] });
    assert.equal(await codeOf(send(owner, registerRecord(consent, randomWord(), twice))), "Consent_BadHolders");
    const blind = {
      request: async (call: { method: string }) =>
        call.method === "eth_getLogs" ? [] : chain.provider.request(call as never),
    } as TestChain["provider"];
    assert.equal(await codeOf(holdersOf(connectReader(chain.network, blind), dataset)), "RecordMismatch");
  });

  it("SDK-131 makes requests whose digests are the contract's, and finds them again", async () => {
    const dataset = await newRecord();
    const request = await asked(dataset);
    assert.deepEqual([request.serial, request.epoch, request.fromVersion, request.laterVersions], [1, 0, 1, true]);
    const read = { address: consent, abi: consentAbi } as const;
    const { client } = chain.reader;
    assert.equal(
      await client.readContract({ ...read, functionName: "requestDigest", args: [request] }),
      requestDigest(31337, consent, request),
    );
    const change = { dataset, holders: order.slice(1), threshold: 1, epoch: 0, deadline: 2 ** 40 - 1 };
    const args = [dataset, change.holders, 1, 0, change.deadline] as const;
    assert.equal(
      await client.readContract({ ...read, functionName: "holdersDigest", args }),
      holdersDigest(31337, consent, change),
    );
    assert.equal(await codeOf(send(other, requestConsent(consent, request, "me too"))), "Consent_NotReader");
    await send(reader, requestConsent(consent, request, "for the study of 2026"));
    const [made] = await requestsOf(chain.reader, dataset);
    assert.deepEqual([made?.request, made?.message], [request, "for the study of 2026"]);
    const long = await codeOf(send(reader, requestConsent(consent, request, "x".repeat(1_025))));
    assert.equal(long, "Consent_TextTooLong");
  });

  it("SDK-132 gives consent with enough signatures in any order, for what was signed and no more", async () => {
    const dataset = await newRecord();
    const request = await asked(dataset);
    const [first] = await signedBy(request, holders[2]);
    assert.ok(first);
    assert.equal(await isConsentSigned(chain.reader, first.holder, request, first.signature), true);
    const wider = { ...request, segments: 7 };
    assert.equal(await isConsentSigned(chain.reader, first.holder, wider, first.signature), false);
    const few = await failureOf(send(other, giveConsent(consent, request, order, [first])));
    assert.deepEqual([few.code, few.details], ["Consent_TooFew", { signed: 1n, threshold: 2 }]);
    const both = await signedBy(request, holders[2], holders[0]);
    assert.deepEqual(inHoldersOrder(order, both).filter((signature) => signature === "0x").length, 1);
    assert.equal(await codeOf(send(other, giveConsent(consent, wider, order, both))), "Consent_NotSigned");
    await send(other, giveConsent(consent, request, order, both));
    const state = await consentOf(chain.reader, dataset, addressOf(reader));
    assert.deepEqual(
      [state.active, state.until, state.segments, state.purpose, state.serial],
      [true, request.until, 3, 1, 1],
    );
    assert.equal(await reads(dataset, { version: 1, segments: 3, purpose: 1 }), true);
    assert.equal(await reads(dataset, { version: 1, segments: 4, purpose: 1 }), false);
    assert.equal(await reads(dataset, { version: 1, segments: 1, purpose: 3 }), false);
    assert.equal(await reads(dataset, { version: 1, segments: 1 }), false);
    assert.equal(await reads(dataset, { version: 2, segments: 1, purpose: 1 }), false);
    assert.equal(await reads(dataset, { version: 1, segments: 1, purpose: 1 }, owner), false);
    // Used once, it works no second time.
    assert.equal(await codeOf(send(other, giveConsent(consent, request, order, both))), "Consent_OtherSerial");
    await chain.pass(30 * DAY);
    assert.equal(await reads(dataset, { version: 1, segments: 1, purpose: 1 }), false);
    assert.equal((await consentOf(chain.reader, dataset, addressOf(reader))).active, false);
  });

  it("SDK-133 ends by withdrawal of a holder, by the reader, and by a change of holders", async () => {
    const dataset = await newRecord();
    const part = { version: 1, segments: 1, purpose: 1 };
    await given(dataset);
    assert.equal(
      await codeOf(send(holders[2], withdrawConsent(consent, dataset, addressOf(reader), order))),
      "Consent_NotSigner",
    );
    await send(holders[0], withdrawConsent(consent, dataset, addressOf(reader), order));
    assert.equal(await reads(dataset, part), false);
    await given(dataset);
    assert.equal(await reads(dataset, part), true);
    await send(reader, renounceConsent(consent, dataset));
    assert.equal(await reads(dataset, part), false);
    await given(dataset);
    const deadline = (await chainTime(chain.reader)) + DAY;
    const others = sortedHolders([addressOf(owner), addressOf(holders[0])]);
    const change = { dataset, holders: others, threshold: 1, epoch: 0, deadline };
    const signatures = await Promise.all(
      [holders[1], holders[2]].map(async (holder) => ({
        holder: addressOf(holder),
        signature: await signHoldersChange(holder, change),
      })),
    );
    await send(other, changeHolders(consent, change, order, signatures));
    assert.equal(await reads(dataset, part), false);
    assert.deepEqual(await holdersOf(chain.reader, dataset), others);
    assert.equal((await recordOf(chain.reader, dataset))?.epoch, 1);
  });

  it("SDK-134 says why a request can't be given any more", async () => {
    const dataset = await newRecord();
    const request = await asked(dataset);
    assert.equal(await checkRequest(chain.reader, request), undefined);
    const now = await chainTime(chain.reader);
    const cases: readonly (readonly [Partial<ConsentRequest>, string])[] = [
      [{ deadline: now - 1 }, "Consent_Expired"],
      [{ until: now }, "Consent_BadEnd"],
      [{ epoch: 4 }, "Consent_OtherEpoch"],
      [{ serial: 2 }, "Consent_OtherSerial"],
    ];
    for (const [change, code] of cases) {
      const spoiled = { ...request, ...change };
      assert.equal(await checkRequest(chain.reader, spoiled), code);
      assert.equal(await codeOf(send(reader, requestConsent(consent, spoiled, ""))), code);
    }
    const bare = { ...request, dataset: await published(owner) };
    assert.equal(await checkRequest(chain.reader, bare), "Consent_NoRecord");
    // A holder who thinks better of it before it is given.
    await send(holders[0], refuseConsent(consent, dataset, addressOf(reader), order));
    const signatures = await signedBy(request, holders[0], holders[1]);
    assert.equal(await codeOf(send(other, giveConsent(consent, request, order, signatures))), "Consent_Refused");
    await send(holders[0], refuseConsent(consent, dataset, addressOf(reader), order, false));
    await send(other, giveConsent(consent, request, order, signatures));
    assert.equal((await consentOf(chain.reader, dataset, addressOf(reader))).refusals, 0);
  });

  it("SDK-135 breaks the glass for hours, is counted, and is closed by a review", async () => {
    const dataset = await newRecord();
    const refused = await codeOf(send(reader, breakGlass(consent, dataset, 1, "no doctor")));
    assert.equal(refused, "Consent_NoEmergencyCredential");
    await send(other, breakGlass(consent, dataset, 1, "unconscious at the door"));
    const open = await emergencyOf(chain.reader, dataset, addressOf(other));
    assert.deepEqual([open.status, open.segments, open.until - open.brokenAt], ["open", 1, 4 * 3_600]);
    assert.equal(await reads(dataset, { version: 1, segments: 1, purpose: 2 }, other), true);
    assert.equal(await reads(dataset, { version: 1, segments: 2, purpose: 2 }, other), false);
    const record = await recordOf(chain.reader, dataset);
    assert.deepEqual([record?.breaks, record?.openReviews], [1, 1]);
    assert.equal(await codeOf(send(other, breakGlass(consent, dataset, 1, "again"))), "Consent_NotReviewed");
    const review = { dataset, reader: addressOf(other), holders: order, justified: false, note: "was awake" };
    assert.equal(await codeOf(send(reader, reviewEmergency(consent, review))), "Consent_NotHolder");
    await send(holders[1], reviewEmergency(consent, review));
    assert.equal((await emergencyOf(chain.reader, dataset, addressOf(other))).status, "unjustified");
    assert.equal(await reads(dataset, { version: 1, segments: 1, purpose: 2 }, other), false);
    assert.equal((await recordOf(chain.reader, dataset))?.openReviews, 0);
  });

  it("SDK-112 sells under the policy of consent only to who has it", async () => {
    const salt = randomWord();
    const { market } = placesOf(owner);
    const dataset = datasetId(31337, market, addressOf(owner), salt);
    await send(owner, registerRecord(consent, salt, setupOf({ alsoRight: true })));
    await published(owner, salt);
    const { policy, data } = policyWord(deployed(chain.network), { kind: "consent", purpose: 1 });
    const terms = termsOf({ dataset, seller: addressOf(owner), segments: 3, policy, policyData: data });
    await send(owner, makeOffer(market, terms));
    const purchase = buy(market, { terms, reader: addressOf(reader) });
    assert.equal(await codeOf(send(reader, purchase)), "Access_Denied");
    await given(dataset);
    const part = { version: 1, segments: 1, purpose: 1 };
    assert.equal(await reads(dataset, part), false);
    await send(reader, purchase);
    assert.equal(await reads(dataset, part), true);
  });
});
