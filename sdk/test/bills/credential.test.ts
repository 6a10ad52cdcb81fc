import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Hex, keccak256, sha256, stringToHex } from "viem";
import {
  billCredential,
  credentialText,
  documentedFace,
  documentOf,
  isDocumented,
  readCredential,
} from "../../src/bills/credential.ts";
import { type BillFace, billId, dayOfDate } from "../../src/bills/face.ts";
import { isTallystickError } from "../../src/errors.ts";
import { account, soundFace } from "../support/billFace.ts";
import { refusal } from "../support/instruments.ts";

const place = { chainId: 31_337, bills: account("9") };

const faces: Partial<BillFace>[] = [
  {},
  { tenor: 0, term: 0, clauses: 2 },
  { tenor: 1, term: 60, presentBy: dayOfDate("2026-12-24"), court: account("5") },
  { tenor: 2, term: 90, clauses: 7, units: 1, unit: 2n ** 92n, drawer: account("a"), payee: account("a") },
  // Places that are no text are told as words.
  { drawnAt: keccak256(stringToHex("nowhere")), rules: 3 },
];

describe("credentials of bills", () => {
  it("SDK-303 are verifiable credentials of the data model 2.0, and say that they are bills", () => {
    const credential = billCredential(soundFace, place);
    const [first] = credential["@context"] as string[];
    assert.equal(first, "https://www.w3.org/ns/credentials/v2");
    assert.deepEqual(credential.type, ["VerifiableCredential", "BillOfExchangeCredential"]);
    assert.equal(credential.issuer, `did:pkh:eip155:31337:${account("1")}`);
    assert.equal(credential.validFrom, "2026-11-27T00:00:00Z");
    assert.equal(credential.id, `urn:tallystick:bill:31337:${billId(31_337, place.bills, soundFace)}`);
    const subject = credential.credentialSubject as Record<string, unknown>;
    assert.equal(subject.title, "Bill of exchange");
    assert.match(subject.instruction as string, /^Pay the sum, unconditionally, .* to the order of the payee\.$/);
    assert.deepEqual(subject.sum, { amount: "1000000000", units: "100000", unit: "10000" });
    assert.deepEqual(subject.due, { tenor: "fixedDay", on: "2027-01-29" });
    assert.equal(subject.payableAt, "Frankfurt am Main, DE");
    const assigned = billCredential({ ...soundFace, clauses: 1 }, place).credentialSubject as Record<string, unknown>;
    assert.match(assigned.instruction as string, /to the payee, not to order\.$/);
  });

  it("SDK-303 have the hash of their canonical JSON, without that hash and the id, on the face", async () => {
    const { id: _, credentialSubject, ...rest } = billCredential(soundFace, place);
    const { document: __, ...subject } = credentialSubject as Record<string, unknown>;
    // Members in the order of RFC 8785, written out by another way than the SDK's.
    const sorted = (value: unknown): unknown =>
      typeof value !== "object" || value === null || Array.isArray(value)
        ? Array.isArray(value)
          ? value.map(sorted)
          : value
        : Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, each]) => [key, sorted(each)]),
          );
    const text = JSON.stringify(sorted({ ...rest, credentialSubject: subject }));
    assert.equal(await documentOf(soundFace, place), sha256(stringToHex(text)));
    const face = await documentedFace(soundFace, place);
    assert.ok(await isDocumented(face, place));
    assert.ok(!(await isDocumented(soundFace, place)));
    assert.ok(!(await isDocumented(face, { ...place, chainId: 31_338 })));
    assert.ok(!(await isDocumented({ ...face, court: account("7") }, place)));
    // What is on the face depends on nothing else, so it must never change.
    assert.equal(face.document, GOLDEN);
  });

  it("SDK-303 give the face back, whatever is on it", async () => {
    for (const changes of faces) {
      const face = await documentedFace({ ...soundFace, ...changes }, place);
      const read = await readCredential(credentialText(face, place));
      assert.deepEqual(read.place, place);
      assert.equal(read.id, billId(31_337, place.bills, face));
      assert.equal(billId(31_337, place.bills, read.face), read.id);
      // A proof that a wallet adds is left aside.
      const proven = { ...billCredential(face, place), proof: { type: "DataIntegrityProof" } };
      assert.equal((await readCredential(proven)).id, read.id);
    }
  });

  it("SDK-303 are refused where anything is missing, other or more", async () => {
    const face = await documentedFace(soundFace, place);
    type Open = { [key: string]: unknown; credentialSubject: Record<string, unknown> };
    const fresh = (): Open => JSON.parse(credentialText(face, place)) as Open;
    const fieldOf = async (file: unknown): Promise<string> => {
      try {
        await readCredential(file);
      } catch (error) {
        assert.ok(isTallystickError(error, "CredentialInvalid"), String(error));
        return error.details.field as string;
      }
      assert.fail("it was taken");
    };
    for (const key of Object.keys(fresh())) {
      const { [key]: _, ...without } = fresh();
      await fieldOf(without);
    }
    for (const key of Object.keys(fresh().credentialSubject)) {
      const file = fresh();
      delete file.credentialSubject[key];
      await fieldOf(file);
      await fieldOf({ ...fresh(), credentialSubject: { ...fresh().credentialSubject, [key]: 7 } });
    }
    const changed = (changes: Record<string, unknown>): Open => ({
      ...fresh(),
      credentialSubject: { ...fresh().credentialSubject, ...changes },
    });
    const cases: [file: unknown, field: string][] = [
      ["{", "credential"],
      [null, "credential"],
      [[], "credential"],
      [{ ...fresh(), note: "payable twice" }, "note"],
      [{ ...fresh(), issuer: `did:pkh:eip155:31337:${account("2")}` }, "issuer"],
      [changed({ note: "payable twice" }), "credentialSubject.note"],
      [changed({ instruction: "Pay if you like." }), "credentialSubject.instruction"],
      [changed({ sum: { amount: "2000000000", units: "100000", unit: "10000" } }), "credentialSubject.sum.amount"],
      [changed({ sum: { amount: "0", units: "-1", unit: "10000" } }), "units"],
      [changed({ sum: { amount: "0", units: "1", unit: String(2n ** 96n) } }), "unit"],
      [changed({ due: { tenor: "someday", days: 1 } }), "due.tenor"],
      [changed({ due: { tenor: "fixedDay", on: "2027-02-30" } }), "due.on"],
      [changed({ due: { tenor: "fixedDay", on: "2027-01-29", days: 4 } }), "credentialSubject.due.days"],
      [changed({ clauses: ["noProtest", "payTwice"] }), "id"],
      [changed({ clauses: "noProtest" }), "clauses"],
      [changed({ payableAt: "" }), "payableAt"],
      [changed({ drawee: `did:pkh:eip155:1:${account("2")}` }), "credentialSubject.drawee"],
      [changed({ drawee: account("2") }), "drawee"],
      [changed({ document: "0x12" }), "document"],
      [changed({ rules: 65_536 }), "rules"],
    ];
    for (const [file, field] of cases) assert.equal(await fieldOf(file), field);
    // All of it follows from the face, but the hash on the face is another document's.
    assert.equal(await fieldOf(credentialText(soundFace, place)), "credentialSubject.document");
  });

  it("SDK-303 are not made of what is no face", () => {
    assert.equal(refusal(() => billCredential({ ...soundFace, tenor: 4 }, place)).field, "tenor");
    assert.equal(refusal(() => billCredential({ ...soundFace, clauses: 8 }, place)).field, "clauses");
  });
});

const GOLDEN: Hex = "0x5dabec3b62cf4c11ae264a922264781e192cbf2e1821c06454e0da95c36a4df9";
