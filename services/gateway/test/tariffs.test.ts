import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import type { Address } from "viem";
import { createTariffs } from "../src/payment/tariffs.ts";
import { openDatabase } from "../src/store/database.ts";
import { createWriter } from "../src/store/writer.ts";

const account = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;

function tariffOf(
  dataset: bigint,
  token: number,
  changes: Partial<Tariff> = {},
): { value: Tariff; signature: `0x${string}` } {
  const value = { dataset, fromVersion: 1, laterVersions: true, segments: 1, token: account(token), price: 5n };
  return { value: { ...value, provider: account(9), serial: 1, validUntil: 1_000n, ...changes }, signature: "0x12" };
}

describe("the list of all tariffs", () => {
  it("GTW-66 is paged by cursor without a gap, and leaves out those that have ended", async () => {
    const database = openDatabase(":memory:");
    const tariffs = createTariffs(database, createWriter(database));
    for (let i = 0; i < 5; i++) {
      for (const token of [1, 2]) await tariffs.put(tariffOf(BigInt(i), token), account(7 + i));
    }
    await tariffs.put(tariffOf(9n, 1, { validUntil: 10n }), account(7));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = tariffs.page(after, 500, 3);
      assert.ok(page.tariffs.length > 0 && page.tariffs.length <= 3);
      seen.push(...page.tariffs.map(({ value, owner }) => `${value.dataset} ${value.token} ${owner}`));
      after = page.next;
    } while (after !== undefined);
    const expected = [0, 1, 2, 3, 4].flatMap((i) => [1, 2].map((token) => `${i} ${account(token)} ${account(7 + i)}`));
    assert.deepEqual(seen, expected);
    database.close();
  });

  it("GTW-66 is cut where a client would stop reading", async () => {
    const database = openDatabase(":memory:");
    const tariffs = createTariffs(database, createWriter(database));
    const signature = `0x${"12".repeat(16_000)}` as const;
    for (let i = 0; i < 3; i++) await tariffs.put({ ...tariffOf(BigInt(i), 1), signature }, account(7));
    const first = tariffs.page(undefined, 500, 100);
    assert.deepEqual([first.tariffs.length, tariffs.page(first.next, 500, 100).tariffs[0]?.value.dataset], [1, 1n]);
    database.close();
  });
});
