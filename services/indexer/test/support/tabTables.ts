import assert from "node:assert/strict";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import type { Address, Hex } from "viem";
import { low, rowsOf } from "./compare.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

interface TabRow extends Record<string, string | number> {
  id: Hex;
  reader: Address;
  provider: Address;
  token: Address;
  salt: Hex;
}

const TAB =
  "id reader provider token salt feeBps status deposited claimed owed collected handedOver debt collectable limit paymentTerm serial statements covered closesAt";
const STATEMENT = "tab number from to outstanding status voucher dueAt";

/** Every tab, statement and credit against the contract's own books. */
export async function compareTabs(indexer: TestIndexer, world: World): Promise<number> {
  const { client } = world.reader;
  const view = { abi: tabsAbi, address: world.at.tabs } as const;
  const rows = await rowsOf<TabRow>(indexer, world.chain, "tabs", TAB);
  const statements = await rowsOf<Record<string, string>>(indexer, world.chain, "tabStatements", STATEMENT);
  for (const row of rows) {
    const { id, reader, provider, token, salt } = row;
    const read = { ...view, args: [id] } as const;
    const tab = { reader, provider, token, salt };
    assert.equal(await client.readContract({ ...view, functionName: "tabId", args: [tab] }), id);
    const account = await client.readContract({ ...read, functionName: "accountOf" });
    const books = await client.readContract({ ...read, functionName: "booksOf" });
    const line = await client.readContract({ ...read, functionName: "creditLineOf" });
    const seen = {
      feeBps: account.feeBps,
      status: ["", "open", "closing", "closed"][account.status],
      deposited: String(account.deposited),
      claimed: String(account.claimed),
      closesAt: String(account.closesAt),
      collected: String(books.collected),
      handedOver: String(books.handedOver),
      statements: books.statements,
      limit: String(line.limit),
      paymentTerm: String(line.paymentTerm),
      serial: String(line.serial),
      debt: String(await client.readContract({ ...read, functionName: "debtOf" })),
      collectable: String(await client.readContract({ ...read, functionName: "collectable" })),
    };
    assert.deepEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, row[name]])), seen);
    assert.ok(BigInt(row.owed as string) >= account.claimed);

    const own = statements.filter((each) => each.tab === id);
    assert.equal(own.length, books.statements);
    for (const { number, ...kept } of own) {
      const args = [id, Number(number)] as const;
      const [said, left] = await client.readContract({ ...view, functionName: "statementOf", args });
      const { from, to, dueAt, voucher } = said;
      assert.deepEqual(
        [kept.from, kept.to, kept.dueAt, kept.voucher, kept.outstanding, kept.status],
        [...[from, to, dueAt].map(String), voucher, String(left), left === 0n ? "covered" : "open"],
      );
    }
    assert.equal(own.filter(({ status }) => status === "covered").length, row.covered);
  }
  await compareTabCredits(indexer, world);
  return rows.length;
}

const PEOPLE: readonly PersonaId[] = ["analyst", "climatologist", "trader", "newcomer", "relayer"];

async function compareTabCredits(indexer: TestIndexer, world: World): Promise<void> {
  const rows = await rowsOf<{ account: Address; token: Address; balance: string }>(
    indexer,
    world.chain,
    "tabCredits",
    "account token balance",
  );
  const view = { abi: tabsAbi, address: world.at.tabs, functionName: "creditOf" } as const;
  const { eurx } = world.at;
  for (const account of [...PEOPLE.map(world.address), world.at.timelock]) {
    const credit = await world.reader.client.readContract({ ...view, args: [account, eurx] });
    const row = rows.find((each) => each.account === low(account) && each.token === low(eurx));
    assert.equal(BigInt(row?.balance ?? 0), credit, account);
  }
}
