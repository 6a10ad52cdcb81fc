import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, type Hex, keccak256, numberToHex, stringToHex, zeroAddress, zeroHash } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import type { Policy } from "../../src/data/manifest.ts";
import { allOfPolicyAbi } from "../../src/generated/abis/AllOfPolicy.ts";
import { allowListPolicyAbi } from "../../src/generated/abis/AllowListPolicy.ts";
import { rolePolicyAbi } from "../../src/generated/abis/RolePolicy.ts";
import { appointRegistrar, attest } from "../../src/identity/credentials.ts";
import { appoint, organisationId, registerOrganisation } from "../../src/identity/organisations.ts";
import { rolesWord } from "../../src/identity/roles.ts";
import { admission, waysIn } from "../../src/market/admission.ts";
import { allowList, allowListBlock, allowListLeaf, allowListOf, isOnList } from "../../src/market/allowList.ts";
import { deposit } from "../../src/market/balance.ts";
import { approve, buy, withdraw } from "../../src/market/buying.ts";
import { type AllowLists, policyEvidence, policyOf, policyWord, rolePolicy } from "../../src/market/policy.ts";
import { previewPurchase } from "../../src/market/preview.ts";
import { quoteRails, railsOf } from "../../src/market/quotes.ts";
import { type Deployment, deployed } from "../../src/networks.ts";
import { addressOf, deployMock, type TestChain, testChain, word } from "../support/chain.ts";
import { byDao } from "../support/dao.ts";
import { codeOf } from "../support/errors.ts";
import { DAY, fund, listed, PRICE, placesOf } from "../support/market.ts";

const RESEARCHER = keccak256(stringToHex("researcher"));
const numbered = (count: number): Address[] =>
  Array.from({ length: count }, (_, i) => numberToHex(i + 1, { size: 20 }));

describe("the clients of policies", () => {
  let chain: TestChain;
  let seller: Actor;
  let buyer: Actor;
  let other: Actor;
  let registrar: Actor;
  let market: Hex;
  let token: Hex;
  let places: Deployment;
  let org: Hex;

  before(async () => {
    chain = await testChain();
    [seller, buyer, other] = [chain.actor("climatologist"), chain.actor("analyst"), chain.actor("relayer")];
    registrar = chain.actor("registrar");
    ({ market, token } = placesOf(seller));
    places = deployed(chain.network);
    await fund(buyer);
    await send(seller, registerOrganisation(places.organisations, word(1), zeroHash));
    org = organisationId(31337, places.organisations, addressOf(seller), word(1));
    const end = (await chainTime(chain.reader)) + 300 * DAY;
    const roles = rolesWord(["reader", "buyer"]);
    await send(seller, appoint(places.organisations, org, addressOf(buyer), roles, end));
    await byDao(chain, appointRegistrar(places.credentials, RESEARCHER, addressOf(registrar), end));
    await send(registrar, attest(places.credentials, RESEARCHER, addressOf(buyer), end, zeroHash));
  });
  after(() => chain.close());

  const ask = (account: Actor, policy: Policy, lists?: AllowLists, dataset = 0n) =>
    admission(chain.reader, { dataset, account: addressOf(account), policy }, lists);

  /** Buys under a policy with the evidence of the SDK; undefined when it worked. */
  async function bought(policy: Policy, lists?: AllowLists): Promise<string | undefined> {
    const { policy: address, data } = policyWord(places, policy);
    const terms = await listed(seller, { policy: address, policyData: data, price: 0n });
    const evidence = policyEvidence(places, policy, addressOf(buyer), lists);
    const preview = await previewPurchase(chain.reader, {
      terms,
      reader: addressOf(buyer),
      payer: addressOf(buyer),
      evidence,
    });
    const made = send(buyer, buy(market, { terms, reader: addressOf(buyer), evidence }));
    const code = await made.then(
      () => undefined,
      () => codeOf(made),
    );
    assert.equal(preview.refused, code);
    return code;
  }

  it("SDK-110 make the words that the contracts make", async () => {
    const { client } = chain.reader;
    const role = rolePolicy(org, ["reader", "auditor"]);
    const roles = rolesWord(["reader", "auditor"]);
    assert.deepEqual(policyWord(places, role), {
      policy: places.rolePolicy,
      data: await client.readContract({
        address: places.rolePolicy,
        abi: rolePolicyAbi,
        functionName: "dataOf",
        args: [org, roles],
      }),
    });
    const members: readonly Policy[] = [role, { kind: "credential", type: RESEARCHER }];
    const words = members.map((member) => policyWord(places, member));
    assert.deepEqual(policyWord(places, { kind: "allOf", members }), {
      policy: places.allOfPolicy,
      data: await client.readContract({
        address: places.allOfPolicy,
        abi: allOfPolicyAbi,
        functionName: "dataOf",
        args: [words],
      }),
    });
    assert.deepEqual(policyWord(places, { kind: "consent", purpose: 3 }), { policy: places.consent, data: word(3) });
    const nested = (depth: number): Policy =>
      depth === 0 ? role : { kind: "anyOf", members: [role, nested(depth - 1)] };
    assert.throws(() => policyWord(places, { kind: "allOf", members: [] }), RangeError);
    assert.throws(() => policyWord(places, { kind: "allOf", members: Array(9).fill(role) }), RangeError);
    assert.throws(() => policyWord(places, nested(5)), RangeError);
  });

  it("SDK-111 build lists whose proofs the policy takes, for every account and no other", async () => {
    const { client } = chain.reader;
    assert.equal(
      await client.readContract({
        address: places.allowListPolicy,
        abi: allowListPolicyAbi,
        functionName: "leafOf",
        args: [addressOf(buyer)],
      }),
      allowListLeaf(addressOf(buyer)),
    );
    for (const count of [1, 2, 3, 7, 64, 1_000]) {
      const accounts = numbered(count);
      const { root, size, proofOf } = allowList([...accounts, ...accounts.slice(0, 3)]);
      assert.equal(size, count);
      for (const account of accounts.slice(0, 10)) {
        const proof = proofOf(account);
        assert.ok(proof !== undefined && isOnList(root, account, proof), `${account} of ${count}`);
        assert.equal(isOnList(root, addressOf(buyer), proof), false);
      }
      assert.equal(proofOf(addressOf(buyer)), undefined);
    }
    // As StandardMerkleTree.of(accounts, ["address"]) of @openzeppelin/merkle-tree 1.0.8 builds it.
    const seven = allowList(numbered(7));
    assert.equal(seven.root, "0x30bdc5af9506c48acd14f3c4abaed9c8f2c530174653a20624cff023bd0a7d45");
    assert.deepEqual(seven.proofOf(numbered(7)[4] as Address), [
      "0x1ab0c6948a275349ae45a06aad66a8bd65ac18074615d53676c09b67809099e0",
      "0xc167b0e3c82238f4f2d1a50a8b3a44f96311d77b148c30dc0ef863e1a060dcb6",
      "0xa0ba3a38f2d9863f257bf783a0d6ad7b141d9a81c77bf87daf9f0243258246d2",
    ]);
    assert.throws(() => allowList([]), RangeError);
    assert.throws(() => allowList(["0x12"]), RangeError);
    const accounts = [...numbered(40), addressOf(buyer)];
    const block = allowListBlock(accounts);
    const { root } = allowList(accounts);
    assert.equal(block.length, 41 * 20);
    assert.equal(allowListOf(block, root).size, 41);
    assert.throws(() => allowListOf(block.subarray(20), root), { code: "ListMismatch" });
    assert.throws(() => allowListOf(new Uint8Array(), root), { code: "ListMismatch" });
    assert.throws(() => allowListBlock(numbered(209_716)), { code: "FileTooLarge" });
  });

  it("SDK-112 let buy with the evidence that was made, and only whom they admit", async () => {
    const list = allowList([...numbered(5), addressOf(buyer)]);
    const lists: AllowLists = (root) => (root === list.root ? list : undefined);
    const credential: Policy = { kind: "credential", type: RESEARCHER };
    const role = rolePolicy(org, ["reader"]);
    const listPolicy: Policy = { kind: "list", root: list.root };
    const never: Policy = { kind: "credential", type: word(99) };
    for (const policy of [credential, role, listPolicy] satisfies Policy[])
      assert.equal(await bought(policy, lists), undefined, policy.kind);
    assert.equal(await bought(never), "Access_Denied");
    assert.equal(await bought(rolePolicy(org, ["treasurer"])), "Access_Denied");
    assert.equal(await bought(listPolicy), "Access_Denied");
    const all: Policy = { kind: "allOf", members: [credential, role, { kind: "anyOf", members: [never, listPolicy] }] };
    assert.equal(await bought(all, lists), undefined);
    assert.equal(await bought({ kind: "allOf", members: [all, never] }, lists), "Access_Denied");
    assert.equal(await bought({ kind: "anyOf", members: [never, all] }, lists), undefined);
  });

  it("SDK-113 say which member admits, and what would let a denied account in", async () => {
    const credential: Policy = { kind: "credential", type: RESEARCHER };
    const role = rolePolicy(org, ["reader"]);
    const never: Policy = { kind: "credential", type: word(99) };
    const policy: Policy = { kind: "allOf", members: [credential, { kind: "anyOf", members: [role, never] }] };
    const mine = await ask(buyer, policy);
    assert.equal(mine.admitted, true);
    assert.deepEqual(waysIn(mine), [[]]);
    assert.deepEqual(
      mine.members.map(({ admitted, members }) => [admitted, members.map((each) => each.admitted)]),
      [
        [true, []],
        [true, [true, false]],
      ],
    );
    const theirs = await ask(other, policy);
    assert.equal(theirs.admitted, false);
    assert.deepEqual(waysIn(theirs), [
      [credential, role],
      [credential, never],
    ]);
    const half = await ask(buyer, { kind: "allOf", members: [credential, never] });
    assert.deepEqual(waysIn(half), [[never]]);
    // However many ways there are, a readable number is listed.
    const wide: Policy = {
      kind: "anyOf",
      members: Array.from({ length: 8 }, (_, i) => ({ kind: "credential", type: word(i + 100) }) as const),
    };
    const maze = await ask(other, { kind: "allOf", members: [wide, wide, wide] });
    assert.equal(waysIn(maze).length, 16);
  });

  it("SDK-113 take an answer other than true, an account without code and a dead policy for a denial", async () => {
    for (const policy of [addressOf(other), token, market])
      assert.equal((await ask(buyer, { kind: "other", policy, data: zeroHash })).admitted, false, policy);
    const down = connectReader({ ...chain.network, rpcUrls: ["http://127.0.0.1:9"] });
    const asked = admission(down, {
      dataset: 1n,
      account: addressOf(buyer),
      policy: { kind: "credential", type: RESEARCHER },
    });
    assert.equal(await codeOf(asked), "ChainUnreachable");
  });

  it("SDK-114 are told from an offer's word by what is described, and by no wrong description", () => {
    const role = rolePolicy(org, ["reader"]);
    const all: Policy = { kind: "allOf", members: [role, { kind: "consent", purpose: 2 }] };
    const known = [role, all];
    for (const policy of [
      role,
      all,
      { kind: "credential", type: RESEARCHER },
      { kind: "list", root: word(5) },
      { kind: "consent", purpose: 2 },
    ] satisfies Policy[])
      assert.deepEqual(policyOf(places, policyWord(places, policy), known), policy);
    assert.equal(policyOf(places, { policy: zeroAddress, data: zeroHash }), undefined);
    const secret = policyWord(places, rolePolicy(org, ["signer"]));
    assert.deepEqual(policyOf(places, secret, known), { kind: "other", ...secret });
  });

  describe("quotes", () => {
    it("SDK-115 name each rail with its price, its acts and its gas, usable ones first", async () => {
      assert.deepEqual(await railsOf(chain.reader, token), { authorization: true, permit: true, transfer: true });
      assert.deepEqual(await railsOf(chain.reader, market), { authorization: false, permit: false, transfer: false });
      const terms = await listed(seller);
      const choice = { terms, reader: addressOf(buyer), payer: addressOf(buyer) };
      const first = await quoteRails(chain.reader, choice);
      const shown = (rails: typeof first) =>
        rails.map(({ rail, fault, signatures, transactions }) => [rail, fault, signatures, transactions]);
      assert.deepEqual(shown(first), [
        ["authorization", undefined, 1, 0],
        ["transfer", undefined, 0, 1],
        ["permit", undefined, 1, 1],
        ["allowance", undefined, 0, 2],
        ["balance", "balance-too-low", 0, 1],
      ]);
      for (const { price, gas, gasCost } of first) {
        assert.equal(price, PRICE);
        assert.ok(gas > 40_000n && gas < 200_000n && gasCost >= gas, String(gas));
      }
      assert.equal(first.find(({ rail }) => rail === "transfer")?.isEstimated, true);

      await send(buyer, approve(token, market, 2n * PRICE));
      await send(buyer, deposit(market, token, addressOf(buyer), PRICE));
      const rich = await quoteRails(chain.reader, choice);
      assert.deepEqual(
        shown(rich)
          .slice(0, 4)
          .map(([rail]) => rail)
          .sort(),
        ["allowance", "authorization", "balance", "transfer"],
      );
      // What was estimated is what it takes, but for what a node adds to be on the safe side.
      const allowance = rich.find(({ rail }) => rail === "allowance");
      const { receipt } = await send(buyer, buy(market, choice));
      const off = Number(allowance?.gas) / Number(receipt.gasUsed);
      assert.ok(allowance?.isEstimated && off > 0.99 && off < 1.2, `${allowance?.gas} for ${receipt.gasUsed}`);
      await send(buyer, withdraw(market, token, addressOf(buyer)));

      const poor = await quoteRails(chain.reader, { ...choice, payer: addressOf(registrar) });
      assert.deepEqual([...new Set(poor.map(({ fault }) => fault))].sort(), ["balance-too-low", "funds-too-low"]);
    });

    it("SDK-115 know free offers, and tokens and accounts that lack a rail", async () => {
      const free = await listed(seller, { price: 0n });
      const choice = { terms: free, reader: addressOf(buyer), payer: addressOf(buyer) };
      const [only, ...more] = await quoteRails(chain.reader, choice);
      assert.deepEqual([only?.rail, only?.price, only?.transactions, more.length], ["free", 0n, 1, 0]);
      const terms = await listed(seller);
      const wallet = await quoteRails(chain.reader, { terms, reader: addressOf(buyer), payer: market });
      assert.equal(wallet.find(({ rail }) => rail === "permit")?.fault, "account-lacks-it");
      const plain = await deployMock(seller, "TokenMock");
      const odd = await quoteRails(chain.reader, { ...choice, terms: { ...terms, token: plain } });
      for (const rail of ["authorization", "transfer", "permit"])
        assert.equal(odd.find((each) => each.rail === rail)?.fault, "token-lacks-it", rail);
    });
  });
});
