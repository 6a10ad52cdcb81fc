import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Hex, zeroHash } from "viem";
import { send } from "../../src/chain/send.ts";
import { appointRegistrar, attest, credentialType } from "../../src/identity/credentials.ts";
import { sortedHolders } from "../../src/market/consentActs.ts";
import { FOREVER } from "../../src/market/right.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, word } from "../support/chain.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { byDao } from "../support/dao.ts";
import { type TestStack, testStack } from "../support/stack.ts";

interface Made {
  readonly dataset: Hex;
}

describe("records by the command", () => {
  let stack: TestStack;
  let reader: Hex;
  let doctor: Hex;
  let holders: Hex[];
  let record: Hex;

  const at = (name: string): string => join(stack.folder, name);
  const answer = <T>(persona: string, ...args: readonly string[]): Promise<T> =>
    answerOf<T>(stack, [...args, "--persona", persona]);
  const fails = (persona: string, ...args: readonly string[]) => refusalOf(stack, [...args, "--persona", persona]);
  const state = async (of: Hex = reader) =>
    answer<{
      record: { threshold: number; epoch: number; openReviews: number; emergencySeconds: number; alsoRight: boolean };
      holders: Hex[];
      consent: { active: boolean; refusals: number };
      emergency: { status: string };
    }>("trader", "consent", "show", record, "--reader", of);

  before(async () => {
    stack = await testStack();
    [reader, doctor] = [addressOf(stack.actor("trader")), addressOf(stack.actor("researcher"))];
    holders = sortedHolders([addressOf(stack.actor("keeper")), addressOf(stack.actor("registrar"))]) as Hex[];
    const { credentials } = deployed(stack.network);
    const type = credentialType("doctor");
    await byDao(
      { network: stack.network, reader: stack.actor("deployer"), actor: stack.actor, pass: stack.pass },
      appointRegistrar(credentials, type, addressOf(stack.actor("registrar")), FOREVER),
    );
    await send(stack.actor("registrar"), attest(credentials, type, doctor, FOREVER, word(1)));
    await writeFile(at("one.csv"), "a,b\n1,2\n");
  });
  after(() => stack.close());

  it("SDK-157 publishes a data set as a record, and refuses what makes none", async () => {
    const publish = ["publish", at("one.csv"), "--title", "Findings"];
    const made = await answer<Made & { record: { holders: Hex[] } }>(
      "climatologist",
      ...publish,
      "--record",
      ...["--holder", holders.join(",")],
      ...["--emergency", "doctor", "--emergency-time", "2h"],
      "--also-right",
    );
    record = made.dataset;
    assert.deepEqual(made.record.holders, holders);
    const shown = await state();
    assert.deepEqual(
      [shown.record.threshold, shown.record.emergencySeconds, shown.record.alsoRight, shown.holders],
      [2, 7_200, true, holders],
    );
    const one = ["--holder", reader];
    for (const wrong of [
      ["--record"],
      one,
      ["--threshold", "1"],
      ["--record", ...one, "--threshold", "2"],
      ["--record", ...one, "--threshold", "0"],
      ["--record", "--holder", "0x12"],
      ["--record", ...one, "--emergency-time", "2h"],
      ["--record", ...one, "--emergency", "doctor", "--emergency-time", "forever"],
      ["--record", ...one, "--dataset", record],
      ["--salt", zeroHash, "--dataset", record],
      ["--salt", "0x12"],
    ])
      assert.deepEqual(await fails("climatologist", ...publish, ...wrong), [2, "Usage"], wrong.join(" "));
  });

  it("SDK-157 SDK-153 reads a record for the purpose that was consented to, as the tutorial has it", async () => {
    const named = [...holders].flatMap((each) => ["--holder", each]);
    const publish = ["publish", at("one.csv"), "--title", "Measured", "--record", ...named, "--threshold", "1"];
    const { dataset } = await answer<Made>("cartographer", ...publish);
    await answer("trader", "consent", "request", dataset, "--purpose", "2", "--for", "90d");
    const download = ["download", dataset, "--out", at("read")];
    assert.deepEqual(await fails("trader", ...download, "--purpose", "2"), [3, "KeysDenied"]);
    await answer("keeper", "consent", "sign", dataset, "--reader", reader, "--out", at("consent.json"));
    await answer("analyst", "consent", "give", at("consent.json"));
    assert.deepEqual(await fails("trader", ...download, "--purpose", "3"), [3, "KeysDenied"]);
    const { files } = await answer<{ files: { size: number }[] }>("trader", ...download, "--purpose", "2");
    assert.equal(files[0]?.size, 8);
    await answer("keeper", "consent", "withdraw", dataset, "--reader", reader);
    assert.deepEqual(await fails("trader", ...download, "--purpose", "2", "--force"), [3, "KeysDenied"]);
  });

  it("SDK-157 makes a record by itself, of the data set that is published with its salt, once", async () => {
    const register = ["consent", "register", "--holder", reader, "--holder", doctor, "--threshold", "1"];
    const made = await answer<Made & { salt: Hex }>("climatologist", ...register);
    assert.deepEqual(await fails("climatologist", ...register, "--salt", made.salt), [1, "Consent_Exists"]);
    const publish = ["publish", at("one.csv"), "--title", "Later", "--salt", made.salt];
    // Published as the record that it is already: nothing is registered again.
    const again = ["--record", "--holder", `${doctor},${reader}`, "--threshold", "1"];
    assert.equal((await answer<Made>("climatologist", ...publish, ...again)).dataset, made.dataset);
    const { record: shown } = await answer<{ record: { threshold: number } }>(
      "trader",
      "consent",
      "show",
      made.dataset,
    );
    assert.equal(shown.threshold, 1);
    assert.deepEqual(await fails("climatologist", "consent", "register"), [2, "Usage"]);
    assert.deepEqual(await fails("climatologist", ...register, made.dataset), [2, "Usage"]);
    const published = ["consent", "register", "--holder", reader, "--salt"];
    const plain = ["publish", at("one.csv"), "--title", "Plain", "--salt", word(7)];
    await answer("climatologist", ...plain);
    assert.deepEqual(await fails("climatologist", ...published, word(7)), [1, "Consent_Published"]);
  });

  it("SDK-158 signs what was asked on the chain, and refuses the next consent or takes that back", async () => {
    assert.deepEqual(await fails("keeper", "consent", "sign", record, "--reader", reader), [1, "NoRequest"]);
    await answer("trader", "consent", "request", record, "--message", "study", "--segment", "0");
    const { requests } = await answer<{ requests: { reader: Hex; message: string; segments: number }[] }>(
      "analyst",
      "consent",
      "requests",
      record,
    );
    assert.deepEqual(
      requests.map(({ reader: who, message, segments }) => [who, message, segments]),
      [[reader, "study", 1]],
    );
    const signing = ["consent", "sign", record, "--reader", reader, "--out"];
    await answer("keeper", ...signing, at("a.json"));
    await answer("registrar", ...signing, at("b.json"));
    assert.deepEqual(await fails("keeper", "consent", "sign", record), [2, "Usage"]);
    await answer("keeper", "consent", "refuse", record, "--reader", reader);
    assert.notEqual((await state()).consent.refusals, 0);
    assert.deepEqual(await fails("trader", "consent", "give", at("a.json"), at("b.json")), [1, "Consent_Refused"]);
    assert.deepEqual(await fails("trader", "consent", "refuse", record, "--reader", reader), [3, "Consent_NotHolder"]);
    await answer("keeper", "consent", "refuse", record, "--reader", reader, "--undo");
    await answer("trader", "consent", "give", at("a.json"), at("b.json"));
    assert.equal((await state()).consent.active, true);
    const none = await answer<{ requests: unknown[] }>("analyst", "consent", "requests", record);
    assert.deepEqual(none.requests, []);
    await answer("trader", "consent", "renounce", record);
    assert.equal((await state()).consent.active, false);
    assert.deepEqual(await fails("trader", "consent", "renounce", record), [1, "Consent_NotActive"]);
  });

  it("SDK-158 breaks the glass with a reason, and reviews that once", async () => {
    const breaking = ["consent", "break", record];
    assert.deepEqual(await fails("researcher", ...breaking), [2, "Usage"]);
    assert.deepEqual(await fails("trader", ...breaking, "--reason", "curious"), [3, "Consent_NoEmergencyCredential"]);
    const broken = await answer<{ status: string; segments: number }>(
      "researcher",
      ...breaking,
      ...["--reason", "unconscious", "--segment", "0"],
    );
    assert.deepEqual([broken.status, broken.segments], ["open", 1]);
    assert.deepEqual(await fails("researcher", ...breaking, "--reason", "again"), [1, "Consent_NotReviewed"]);
    const before = await state(doctor);
    assert.deepEqual([before.record.openReviews, before.emergency.status], [1, "open"]);
    const review = ["consent", "review", record, "--reader", doctor];
    assert.deepEqual(await fails("keeper", ...review), [2, "Usage"]);
    assert.deepEqual(await fails("keeper", ...review, "--justified", "--unjustified"), [2, "Usage"]);
    assert.deepEqual(await fails("trader", ...review, "--justified"), [3, "Consent_NotHolder"]);
    const reviewed = await answer<{ status: string }>("keeper", ...review, "--unjustified", "--note", "was awake");
    assert.equal(reviewed.status, "unjustified");
    assert.deepEqual(await fails("keeper", ...review, "--unjustified"), [1, "Consent_NothingToReview"]);
    const { out } = await tallystick(stack, ["consent", "show", record, "--reader", doctor]);
    assert.match(out, /^emergencies 1, 0 not reviewed$/m);
    assert.match(out, /^emergency {3}unjustified, until 20/m);
  });

  it("SDK-157 changes the holders when enough of the present ones have signed", async () => {
    const changing = ["consent", "change", record, "--holder", doctor, "--out", at("change.json")];
    await answer("climatologist", ...changing);
    assert.deepEqual(await fails("climatologist", ...changing), [1, "FileExists"]);
    const sign = ["consent", "sign", at("change.json"), "--out"];
    assert.deepEqual(await fails("trader", ...sign, at("x.json")), [3, "Consent_NotHolder"]);
    await answer("keeper", ...sign, at("c.json"));
    await answer("registrar", ...sign, at("d.json"));
    assert.deepEqual(await fails("trader", "consent", "give", at("c.json")), [1, "Consent_TooFew"]);
    assert.deepEqual(await fails("trader", "consent", "give", at("c.json"), at("a.json")), [1, "TicketInvalid"]);
    const given = await answer<{ holders: Hex[]; signed: number }>(
      "trader",
      "consent",
      "give",
      at("c.json"),
      at("d.json"),
    );
    assert.deepEqual([given.holders, given.signed], [[doctor], 2]);
    const shown = await state();
    assert.deepEqual([shown.holders, shown.record.epoch, shown.record.threshold], [[doctor], 1, 1]);
    assert.deepEqual(await fails("researcher", ...sign, at("y.json")), [1, "Consent_OtherEpoch"]);
    assert.deepEqual(await fails("keeper", "consent", "change", record, "--holder", "nobody"), [2, "Usage"]);
    assert.deepEqual(await fails("keeper", ...changing, "--valid", "forever"), [2, "Usage"]);
    const last = ["consent", "change", record, "--holder", reader, "--valid", "1h", "--out", at("late.json")];
    await answer("climatologist", ...last);
    await stack.pass(3_601);
    assert.deepEqual(await fails("researcher", "consent", "sign", at("late.json")), [1, "Consent_Expired"]);
  });
});
