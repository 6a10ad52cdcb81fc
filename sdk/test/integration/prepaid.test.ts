import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Hex } from "viem";
import { openDataset } from "../../src/market/openDataset.ts";
import { addressOf } from "../support/chain.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { type TestStack, testStack } from "../support/stack.ts";

interface Balance {
  readonly account: Hex;
  readonly balance: string;
}

describe("balances, passes, tariffs and policies by the command", () => {
  let stack: TestStack;
  let dataset: Hex;
  let offer: Hex;
  let owner: Hex;
  let buyer: Hex;
  let other: Hex;

  const at = (name: string): string => join(stack.folder, name);
  const answer = <T>(persona: string, ...args: readonly string[]): Promise<T> =>
    answerOf<T>(stack, [...args, "--persona", persona]);
  const fails = (persona: string, ...args: readonly string[]) => refusalOf(stack, [...args, "--persona", persona]);

  before(async () => {
    stack = await testStack();
    [owner, buyer, other] = [
      addressOf(stack.actor("climatologist")),
      addressOf(stack.actor("trader")),
      addressOf(stack.actor("analyst")),
    ];
    await stack.fund("trader");
    await stack.fund("analyst");
    await writeFile(at("one.csv"), "a,b\n1,2\n");
    const terms = ["--price", "1.5", "--duration", "10d"];
    const made = await answer<{ dataset: Hex; offers: Hex[] }>(
      "climatologist",
      ...["publish", at("one.csv"), "--title", "One", ...terms],
    );
    dataset = made.dataset;
    offer = made.offers[0] as Hex;
  });
  after(() => stack.close());

  it("SDK-159 deposits, shows, spends and withdraws the prepaid balance", async () => {
    const empty = await answer<Balance>("trader", "balance", "show");
    assert.deepEqual([empty.account, empty.balance], [buyer, "0"]);
    assert.deepEqual(await fails("trader", "balance", "withdraw"), [1, "Access_NothingToWithdraw"]);
    // EURX takes transfers with a call: no allowance is left behind.
    const put = await answer<Balance>("trader", "balance", "deposit", "--amount", "2");
    assert.equal(put.balance, "2000000");
    const gift = ["balance", "deposit", "--amount", "1", "--for", buyer];
    assert.deepEqual(await fails("analyst", ...gift), [2, "Usage"]);
    const given = await answer<Balance>("analyst", ...gift, "--approve");
    assert.deepEqual([given.account, given.balance], [buyer, "3000000"]);
    await answer("trader", "buy", dataset, "--offer", offer, "--from-balance");
    const of = await answerOf<Balance>(stack, ["balance", "show", "--of", buyer]);
    assert.equal(of.balance, "1500000");
    const out = await answer<{ to: Hex; withdrawn: string }>("trader", "balance", "withdraw", "--to", other);
    assert.deepEqual([out.to, out.withdrawn], [other, "1500000"]);
    assert.deepEqual(await fails("trader", "buy", dataset, "--from-balance"), [1, "Access_BalanceTooLow"]);
    for (const wrong of [["deposit"], ["deposit", "--amount", "-1"], ["deposit", "--amount", "1.1234567"], ["take"]])
      assert.deepEqual(await fails("trader", "balance", ...wrong), [2, "Usage"]);
    assert.deepEqual(await fails("trader", "balance", "show", "--of", "me"), [2, "Usage"]);
    const people = await tallystick(stack, ["balance", "show", "--persona", "trader"]);
    assert.match(people.out, /^balance {5}0 EURX$/m);
  });

  it("SDK-160 mints, shows, announces and burns the pass of a right", async () => {
    assert.deepEqual(await fails("analyst", "pass", "mint", dataset), [1, "Passes_NoRight"]);
    const none = await answer<{ pass: null }>("analyst", "pass", "show", dataset);
    assert.equal(none.pass, null);
    const { pass } = await answer<{ pass: { holder: Hex; expired: boolean; endsAt: number } }>(
      "trader",
      ...["pass", "mint", dataset],
    );
    assert.deepEqual([pass.holder, pass.expired], [buyer, false]);
    assert.deepEqual(await fails("trader", "pass", "mint", dataset), [1, "Passes_Exists"]);
    await answer("analyst", "pass", "announce", dataset, "--reader", buyer);
    const shown = await tallystick(stack, ["pass", "show", dataset, "--reader", buyer]);
    assert.match(shown.out, new RegExp(`^ends {8}${new Date(pass.endsAt * 1_000).toISOString().slice(0, 19)}Z$`, "m"));
    const burnt = await answer<{ pass: null }>("trader", "pass", "burn", dataset);
    assert.equal(burnt.pass, null);
    assert.deepEqual(await fails("trader", "pass", "burn", dataset), [1, "ERC721NonexistentToken"]);
    assert.deepEqual(await fails("trader", "pass", "show"), [2, "Usage"]);
  });

  it("SDK-161 signs a tariff that keepers keep and readers pay by, shows and withdraws it", async () => {
    const sign = ["tariff", "sign", dataset, "--price"];
    assert.deepEqual(await fails("trader", ...sign, "1"), [1, "GatewayRefused"]);
    await answer("climatologist", ...sign, "0.75");
    const cheaper = await answer<{ tariff: { price: string; provider: Hex; segments: number }; keepers: string[] }>(
      "climatologist",
      ...sign,
      "0.5",
    );
    assert.deepEqual([cheaper.tariff.price, cheaper.tariff.segments, cheaper.keepers], ["500000", 1, [stack.gateway]]);
    const { tariffs } = await answerOf<{ tariffs: { price: string; provider: Hex }[] }>(stack, [
      "tariff",
      "show",
      dataset,
    ]);
    assert.deepEqual(
      tariffs.map(({ price, provider }) => [price, provider]),
      [["500000", owner]],
    );
    await answer("analyst", "tab", "open", "--provider", owner, "--deposit", "1", "--out", at("tab.json"));
    const read = ["download", dataset, "--tab", at("tab.json"), "--max-price", "0.5", "--out", at("read")];
    const { files } = await answer<{ files: { size: number }[] }>("analyst", ...read);
    assert.equal(files[0]?.size, 8);
    await answer("climatologist", "tariff", "withdraw", dataset);
    const { out } = await tallystick(stack, ["tariff", "show", dataset]);
    assert.match(out, /^tariff {6}none$/m);
    assert.deepEqual(await fails("analyst", ...read, "--force"), [1, "NoTariff"]);
    for (const wrong of [sign.slice(0, 3), [...sign, "x"], [...sign, "1", "--valid", "forever"]])
      assert.deepEqual(await fails("climatologist", ...wrong), [2, "Usage"]);
    assert.deepEqual(await fails("climatologist", ...sign, "1", "--serial", "1"), [1, "GatewayRefused"]);
  });

  it("SDK-162 publishes an offer under a policy that its manifest says in full, lists included", async () => {
    await writeFile(at("guests.txt"), `${buyer}\n${owner}, ${buyer}\n`);
    const publish = ["publish", at("one.csv"), "--title", "Guests"];
    const policy = ["--policy", `list:${at("guests.txt")} | credential:nobody`];
    const made = await answer<{ dataset: Hex }>("climatologist", ...publish, "--price", "0", ...policy);
    const { manifest } = await openDataset(stack.actor("trader"), BigInt(made.dataset));
    const [said] = manifest.policies ?? [];
    assert.ok(said?.kind === "anyOf" && said.members[0]?.kind === "list" && said.members[0].accounts !== undefined);
    assert.deepEqual(await fails("analyst", "buy", made.dataset), [1, "NoOffer"]);
    await answer("trader", "buy", made.dataset);
    for (const wrong of [policy, ["--price", "0", "--policy", "list:nowhere.txt"]])
      assert.deepEqual(await fails("climatologist", ...publish, ...wrong), [2, "Usage"]);
    await writeFile(at("odd.txt"), "0x12");
    await writeFile(at("empty.txt"), "\n");
    for (const list of ["odd.txt", "empty.txt"])
      assert.deepEqual(await fails("climatologist", ...publish, "--price", "0", "--policy", `list:${at(list)}`), [
        2,
        "Usage",
      ]);
  });

  it("SDK-162 sells under a policy that is younger than the manifest to whoever is told it", async () => {
    await writeFile(at("friends.txt"), other);
    const words = `list:${at("friends.txt")} & list:${at("friends.txt")}`;
    const make = ["offer", "make", dataset, "--price", "0", "--duration", "1d", "--policy"];
    const made = await answer<{ offer: Hex; policy: unknown }>("climatologist", ...make, words);
    const buy = ["buy", dataset, "--offer", made.offer];
    assert.deepEqual(await fails("analyst", ...buy), [1, "NoOffer"]);
    // From what the seller was told when it was made; its lists lie at the gateway.
    await writeFile(at("policy.json"), JSON.stringify(made.policy));
    assert.deepEqual(await fails("trader", ...buy, "--policy", at("policy.json")), [1, "NoOffer"]);
    await answer("analyst", ...buy, "--policy", at("policy.json"));
    // From the list itself; and a file is a policy for a seller too.
    const second = await answer<{ offer: Hex }>("climatologist", ...make, at("policy.json"), "--nonce", "2");
    await answer("analyst", "buy", dataset, "--offer", second.offer, "--policy", words);
    await writeFile(at("nonsense.json"), '{ "kind": "magic" }');
    assert.deepEqual(await fails("analyst", ...buy, "--policy", at("nonsense.json")), [2, "Usage"]);
  });
});
