import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TallystickError } from "../../src/errors.ts";
import { type Agreement, decodeAgreement, encodeAgreement } from "../../src/instruments/agreementWire.ts";

const shared = { lot: 2n ** 256n - 1n, version: `0x${"a1".repeat(32)}`, deadline: 99, signature: "0x1234" } as const;
const agreements: readonly Agreement[] = [
  { creditNote: { ...shared, units: 2 ** 40 - 1 } },
  { extension: { ...shared, dueAt: 100 } },
];

/** What is wrong with a value, as far as a person is told. */
function faultOf(value: unknown): unknown {
  try {
    decodeAgreement(value);
    return undefined;
  } catch (error) {
    const { code, details } = error as TallystickError;
    return [code, (details as { readonly field?: unknown }).field];
  }
}

describe("what holders agree to", () => {
  it("SDK-280 survives its JSON form", () => {
    for (const agreement of agreements) {
      const json: unknown = JSON.parse(JSON.stringify(encodeAgreement(agreement)));
      assert.deepEqual(decodeAgreement(json), agreement);
    }
  });

  it("SDK-280 is refused with its place when anything in it is wrong, missing, unknown or something else", () => {
    const note = encodeAgreement(agreements[0] as Agreement) as { readonly creditNote: object };
    const withField = (field: string, value: unknown) => ({ creditNote: { ...note.creditNote, [field]: value } });
    const cases: readonly (readonly [unknown, string])[] = [
      [null, "agreement"],
      [[], "agreement"],
      [{ ask: {} }, "agreement"],
      [{ creditNote: 7 }, "creditNote"],
      [{ ...note, chainId: 1 }, "chainId"],
      [withField("dueAt", 1), "creditNote.dueAt"],
      [withField("lot", 7), "lot"],
      [withField("lot", String(2n ** 256n)), "lot"],
      [withField("version", "0x12"), "version"],
      [withField("units", 2 ** 40), "units"],
      [withField("units", "7"), "units"],
      [withField("deadline", -1), "deadline"],
      [withField("signature", "0x"), "signature"],
      [withField("signature", `0x${"00".repeat(20_000)}`), "signature"],
      [{ extension: note.creditNote }, "extension.units"],
    ];
    for (const [value, field] of cases) assert.deepEqual(faultOf(value), ["TicketInvalid", field], field);
  });
});
