import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Hex, zeroHash } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { signTyped } from "../../src/chain/signature.ts";
import { chainTime } from "../../src/chain/time.ts";
import {
  headAfter,
  type Place,
  periodLink,
  receiptDigest,
  receiptProof,
  receiptRoot,
  verifyPlace,
} from "../../src/gateway/place.ts";
import { type Receipt, receiptTypedData } from "../../src/gateway/typedData.ts";
import type { Signed } from "../../src/gateway/wire.ts";
import {
  accusationOf,
  accuse,
  anchor,
  answerAccusation,
  logOf,
  periodsOf,
  proveAnswer,
  proveLate,
  proveOmission,
  remedyFor,
} from "../../src/market/accessLog.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";
import { DAY, randomWord } from "../support/market.ts";

describe("the client of the access log", () => {
  let chain: TestChain;
  let reader: Actor;
  let accessLog: Hex;
  let market: Hex;

  before(async () => {
    chain = await testChain();
    reader = chain.actor("analyst");
    ({ accessLog, market } = deployed(chain.network));
  });
  after(() => chain.close());

  const keepers = ["keeper", "climatologist", "relayer", "registrar"] as const;
  let next = 0;
  /** A keeper that has anchored nothing yet. */
  const newKeeper = (): Actor => chain.actor(keepers[next++] ?? "deployer");

  async function receiptOf(keeper: Actor, changes: Partial<Receipt> = {}): Promise<Signed<Receipt>> {
    const at = BigInt(await chainTime(chain.reader));
    const value = { request: randomWord(), granted: true, code: "granted", at, blockNumber: 7n, ...changes };
    return { value, signature: await signTyped(keeper, receiptTypedData(31337, market, value), "receipt") };
  }

  const leafOf = ({ value }: Signed<Receipt>): Hex => receiptDigest(31337, market, value);

  /** Anchors receipts as one period, and tells where each stands. */
  async function anchored(keeper: Actor, receipts: readonly Signed<Receipt>[]): Promise<readonly Place[]> {
    const { through: from, number, head } = await logOf(chain.reader, addressOf(keeper));
    const leaves = receipts.map(leafOf);
    const root = receiptRoot(leaves);
    await chain.pass(10);
    const through = (await chainTime(chain.reader)) - 1;
    await send(keeper, anchor(accessLog, root, through));
    const period = { number: number + 1, from, through, root };
    return leaves.map((_, i) => ({ ...period, previousHead: head, later: [], proof: receiptProof(leaves, i) }));
  }

  it("SDK-120 proves grants and denials that were anchored, by the contract and by itself", async () => {
    const keeper = newKeeper();
    const receipts = [
      await receiptOf(keeper),
      await receiptOf(keeper, { granted: false, code: "no-right" }),
      await receiptOf(keeper),
    ];
    const places = await anchored(keeper, receipts);
    for (const [i, receipt] of receipts.entries()) {
      const place = places[i] as Place;
      assert.deepEqual(await proveAnswer(chain.reader, addressOf(keeper), receipt, place), {
        granted: receipt.value.granted,
        digest: leafOf(receipt),
      });
      await verifyPlace(chain.reader, addressOf(keeper), receipt.value, place);
    }
    const [first, second] = receipts as [Signed<Receipt>, Signed<Receipt>];
    const elsewhere = places[0] as Place;
    const prove = (receipt: Signed<Receipt>, place: Place) =>
      codeOf(proveAnswer(chain.reader, addressOf(keeper), receipt, place));
    assert.equal(await prove(second, elsewhere), "AccessLog_NotUnderRoot");
    assert.equal(await prove(first, { ...elsewhere, number: 2 }), "AccessLog_NotAnchored");
    const lied = { ...first, value: { ...first.value, granted: false } };
    assert.equal(await prove(lied, elsewhere), "AccessLog_NotSigned");
    assert.equal(await codeOf(verifyPlace(chain.reader, addressOf(keeper), lied.value, elsewhere)), "PlaceInvalid");
  });

  it("SDK-121 rebuilds a keeper's periods from events, proved against the head", async () => {
    const keeper = newKeeper();
    const receipt = await receiptOf(keeper);
    const [place] = await anchored(keeper, [receipt]);
    await anchored(keeper, []);
    await anchored(keeper, [await receiptOf(keeper)]);
    const periods = await periodsOf(chain.reader, addressOf(keeper));
    assert.deepEqual(
      periods.map(({ number, from, through }) => [number, from < through]),
      [
        [1, true],
        [2, true],
        [3, true],
      ],
    );
    assert.equal(periods[1]?.root, zeroHash);
    assert.equal(periods[1]?.from, periods[0]?.through);
    const { head, through } = await logOf(chain.reader, addressOf(keeper));
    assert.equal(through, periods[2]?.through);
    // The place of an older period leads over the later ones.
    const later = periods.slice(1).map(periodLink);
    const moved = { ...(place as Place), later };
    assert.equal(later.reduce(headAfter, headAfter(0n, periodLink(moved))), head);
    assert.equal((await proveAnswer(chain.reader, addressOf(keeper), receipt, moved)).granted, true);
    const blind = {
      request: async (asked: { method: string; params?: unknown }) => {
        const answer: unknown = await chain.provider.request(asked as never);
        return asked.method === "eth_getLogs" ? (answer as unknown[]).slice(1) : answer;
      },
    } as TestChain["provider"];
    assert.equal(await codeOf(periodsOf(connectReader(chain.network, blind), addressOf(keeper))), "LogMismatch");
    assert.deepEqual(await periodsOf(chain.reader, addressOf(reader)), []);
  });

  it("SDK-122 lets accuse, answer, and prove an omission, and says what can be done at each step", async () => {
    const keeper = newKeeper();
    const who = addressOf(keeper);
    const [shown, hidden] = [await receiptOf(keeper), await receiptOf(keeper)];
    const remedy = async (receipt: Signed<Receipt>) => (await remedyFor(chain.reader, who, receipt)).kind;
    assert.equal(await remedy(shown), "wait");
    assert.equal(await codeOf(send(reader, accuse(accessLog, who, shown))), "AccessLog_NotCovered");
    const [place] = await anchored(keeper, [shown]);
    assert.deepEqual([await remedy(shown), await remedy(hidden)], ["accuse", "accuse"]);
    assert.equal(await codeOf(send(reader, proveLate(accessLog, who, hidden))), "AccessLog_Covered");
    await send(reader, accuse(accessLog, who, shown));
    await send(reader, accuse(accessLog, who, hidden));
    const { status, answerBy } = await accusationOf(chain.reader, who, leafOf(hidden));
    assert.deepEqual([status, answerBy], ["accused", (await chainTime(chain.reader)) + 3 * DAY]);
    assert.deepEqual(await remedyFor(chain.reader, who, hidden), { kind: "accused", from: answerBy });
    assert.equal(await codeOf(send(reader, accuse(accessLog, who, hidden))), "AccessLog_WrongStatus");
    await send(reader, answerAccusation(accessLog, who, shown.value, place as Place));
    assert.equal(await remedy(shown), "answered");
    const early = await codeOf(send(reader, proveOmission(accessLog, who, leafOf(hidden))));
    assert.equal(early, "AccessLog_TimeToAnswer");
    await chain.pass(3 * DAY);
    assert.equal(await remedy(hidden), "proveOmission");
    const late = await codeOf(send(keeper, answerAccusation(accessLog, who, hidden.value, place as Place)));
    assert.equal(late, "AccessLog_AnswerTooLate");
    await send(reader, proveOmission(accessLog, who, leafOf(hidden)));
    assert.equal(await remedy(hidden), "omitted");
  });

  it("SDK-122 proves that a receipt is in no root in time, and nothing by a receipt that is not the keeper's", async () => {
    const keeper = newKeeper();
    const who = addressOf(keeper);
    const receipt = await receiptOf(keeper);
    assert.equal(await codeOf(send(reader, proveLate(accessLog, who, receipt))), "AccessLog_NotLate");
    await chain.pass(2 * DAY + 1);
    assert.deepEqual(await remedyFor(chain.reader, who, receipt), { kind: "proveLate" });
    await send(reader, proveLate(accessLog, who, receipt));
    assert.deepEqual(await remedyFor(chain.reader, who, receipt), { kind: "omitted" });
    const foreign = await receiptOf(reader);
    assert.deepEqual(await remedyFor(chain.reader, who, foreign), { kind: "notSigned" });
    assert.equal(await codeOf(send(reader, proveLate(accessLog, who, foreign))), "AccessLog_NotSigned");
  });

  it("SDK-120 anchors forward only, and only what is over", async () => {
    const keeper = chain.actor("deployer");
    await anchored(keeper, [await receiptOf(keeper)]);
    const { through } = await logOf(chain.reader, addressOf(keeper));
    assert.equal(await codeOf(send(keeper, anchor(accessLog, zeroHash, through))), "AccessLog_PeriodOverlaps");
    const ahead = (await chainTime(chain.reader)) + 60;
    assert.equal(await codeOf(send(keeper, anchor(accessLog, zeroHash, ahead))), "AccessLog_PeriodNotOver");
  });
});
