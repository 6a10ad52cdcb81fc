import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeTicket, encodeTicket, signatureOf, type Ticket, withSignature } from "../../src/market/tickets.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const word = `0x${"ab".repeat(32)}` as const;
const signature = `0x${"cd".repeat(65)}` as const;
const tab = { reader: account("1"), provider: account("2"), token: account("3"), salt: word };
const side = {
  owner: account("1"),
  dataset: 2n ** 256n - 1n,
  duration: 2 ** 40 - 1,
  segments: 0xffff_ffff,
  fromVersion: 1,
  laterVersions: true,
};

const tickets: readonly Ticket[] = [
  {
    kind: "grant",
    chainId: 31337,
    message: { ...side, reader: account("4"), nonce: 7n, deadline: 99 },
    signatures: [{ signer: account("1"), signature }],
  },
  {
    kind: "deal",
    chainId: 31337,
    message: { first: side, second: { ...side, owner: account("2"), dataset: 1n }, nonce: 0n, deadline: 5 },
    signatures: [],
  },
  {
    kind: "mandate",
    chainId: 31337,
    message: {
      offer: word,
      payer: account("1"),
      reader: account("2"),
      cap: 2n ** 96n - 1n,
      lead: 60,
      fromBalance: false,
      nonce: 3n,
      deadline: 1,
    },
    signatures: [],
  },
  {
    kind: "consent",
    chainId: 31337,
    message: {
      dataset: 5n,
      reader: account("1"),
      purpose: 1,
      segments: 1,
      fromVersion: 1,
      laterVersions: false,
      until: 9,
      serial: 1,
      epoch: 0,
      deadline: 8,
    },
    signatures: [
      { signer: account("1"), signature },
      { signer: account("2"), signature: "0x" },
    ],
  },
  {
    kind: "holders",
    chainId: 31337,
    message: { dataset: 5n, holders: [account("1"), account("2")], threshold: 1, epoch: 1, deadline: 8 },
    signatures: [],
  },
  { kind: "tab", chainId: 31337, message: tab, signatures: [] },
  { kind: "voucher", chainId: 31337, message: { tab, owed: 12n }, signatures: [] },
  { kind: "closing", chainId: 31337, message: { tab, owed: 12n, deadline: 4 }, signatures: [] },
  {
    kind: "credit",
    chainId: 31337,
    message: { tab, limit: 12n, paymentTerm: 1, serial: 2, deadline: 4 },
    signatures: [],
  },
  {
    kind: "handOver",
    chainId: 31337,
    message: { tab, statement: 1, amount: 12n, instrument: account("3"), deadline: 4 },
    signatures: [{ signer: account("1"), signature }],
  },
];

describe("tickets", () => {
  it("SDK-150 survive their JSON form, whatever was signed", () => {
    for (const ticket of tickets) {
      const json = JSON.parse(JSON.stringify(encodeTicket(ticket)));
      assert.deepEqual(decodeTicket(ticket.kind, 31337, json), ticket, ticket.kind);
    }
  });

  it("SDK-150 are refused with their place when anything in them is wrong, missing or unknown", () => {
    for (const ticket of tickets) {
      const json = encodeTicket(ticket) as Record<string, unknown>;
      const message = json.message as Record<string, unknown>;
      for (const name of Object.keys(message)) {
        for (const wrong of [undefined, null, -1, 1.5, "x", {}, [1], 2 ** 60]) {
          assert.throws(
            () => decodeTicket(ticket.kind, 31337, { ...json, message: { ...message, [name]: wrong } }),
            (error: { code?: string; details?: { field?: string } }) =>
              error.code === "TicketInvalid" && error.details?.field?.startsWith(`message.${name}`) === true,
            `${ticket.kind} ${name} ${String(wrong)}`,
          );
        }
      }
      const code = { code: "TicketInvalid" };
      assert.throws(() => decodeTicket(ticket.kind, 31337, { ...json, message: { ...message, more: 1 } }), code);
      assert.throws(() => decodeTicket(ticket.kind, 1, json), code);
      assert.throws(() => decodeTicket(ticket.kind === "tab" ? "deal" : "tab", 31337, json), code);
      for (const signatures of [undefined, {}, [1], [{ signer: account("1") }], [{ signer: "0x1", signature }]])
        assert.throws(() => decodeTicket(ticket.kind, 31337, { ...json, signatures }), code);
    }
    for (const value of [null, 1, "ticket", []])
      assert.throws(() => decodeTicket("tab", 31337, value), { code: "TicketInvalid" });
  });

  it("SDK-150 hold one signature a signer", () => {
    const [ticket] = tickets as readonly [Ticket<"grant">];
    const other = { signer: account("a"), signature: "0x12" } as const;
    const both = withSignature(ticket, other);
    assert.deepEqual(both.signatures.length, 2);
    const replaced = withSignature(both, { signer: account("A"), signature: "0x34" });
    assert.deepEqual([replaced.signatures.length, signatureOf(replaced, account("a"))], [2, "0x34"]);
    assert.equal(signatureOf(replaced, account("9")), undefined);
  });
});
