import { expect } from "chai";
import hre from "hardhat";
import { ethers, type Fixture, load, makeOffer, ZERO_HASH } from "./fixture.ts";

type Member = { readonly policy: string; readonly data: string };
const coder = ethers.AbiCoder.defaultAbiCoder();
const YES = ethers.toBeHex(1n, 32);
const NO = ZERO_HASH;
const text = (word: string) => ethers.hexlify(ethers.toUtf8Bytes(word));

function dataOf(members: readonly Member[]): string {
  return ethers.keccak256(coder.encode(["tuple(address policy, bytes32 data)[]"], [members]));
}

function evidenceOf(members: readonly Member[], evidences: readonly string[]): string {
  return coder.encode(["tuple(address policy, bytes32 data)[]", "bytes[]"], [members, evidences]);
}

/** Asks as the market does: with no more gas than a policy may use. */
async function ask(policy: string, data: string, evidence: string): Promise<boolean> {
  const { interface: code } = await ethers.getContractAt("IPolicy", policy);
  const question = code.encodeFunctionData("admits", [1n, ethers.ZeroAddress, data, evidence]);
  const caller = await ethers.deployContract("PolicyCaller");
  return caller.admits(policy, question);
}

describe("combinations of policies", () => {
  async function set() {
    const fixture = await load();
    const mock = (await ethers.deployContract("PolicyMock")).target as string;
    const memberOf = (name: string): Member => ({ policy: mock, data: ethers.id(name) });
    const members = ["a", "b", "c"].map(memberOf);
    const all = fixture.allOfPolicy.target as string;
    const any = fixture.anyOfPolicy.target as string;
    return { ...fixture, mock, memberOf, members, all, any };
  }

  it("MKT-36 tells the word that commits to members and order", async () => {
    const { allOfPolicy, anyOfPolicy, members } = await set();
    expect(await allOfPolicy.dataOf(members)).to.equal(dataOf(members));
    expect(await anyOfPolicy.dataOf(members)).to.equal(dataOf(members));
    expect(dataOf(members.toReversed())).not.to.equal(dataOf(members));
  });

  for (let answers = 0; answers < 8; answers++) {
    const evidences = [4, 2, 1].map((bit) => ((answers & bit) === 0 ? NO : YES));
    it(`MKT-36 decides by the answers ${answers.toString(2).padStart(3, "0")}`, async () => {
      const { members, all, any } = await set();
      expect(await ask(all, dataOf(members), evidenceOf(members, evidences))).to.equal(answers === 7);
      expect(await ask(any, dataOf(members), evidenceOf(members, evidences))).to.equal(answers !== 0);
    });
  }

  it("MKT-36 asks each member for the reader, with its own word and evidence", async () => {
    const fixture = await set();
    const { market, buyer, friend, allOfPolicy, credentialPolicy, allowListPolicy, credentials, dao, other } = fixture;
    const researcher = ethers.id("researcher");
    await credentials.connect(dao).appointRegistrar(researcher, other.address, 2n ** 40n - 1n);
    for (const account of [buyer, friend]) {
      await credentials.connect(other).attest(researcher, account.address, 2n ** 40n - 1n, ZERO_HASH);
    }
    const members = [
      { policy: credentialPolicy.target as string, data: researcher },
      { policy: allowListPolicy.target as string, data: await allowListPolicy.leafOf(buyer.address) },
    ];
    const { offered, id } = await makeOffer(fixture, {
      policy: allOfPolicy.target as string,
      policyData: dataOf(members),
    });
    const evidence = evidenceOf(members, ["0x", coder.encode(["bytes32[]"], [[]])]);
    await expect(market.connect(buyer).buy(offered, friend.address, evidence))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, friend.address);
    await market.connect(friend).buy(offered, buyer.address, evidence);
    expect(await market.hasAccess(offered.dataset, buyer.address)).to.equal(true);
    expect(await market.hasAccess(offered.dataset, friend.address)).to.equal(false);
  });

  it("MKT-36 denies by another list, another order, and evidence that is short, long or no evidence", async () => {
    const { members, memberOf, all, any } = await set();
    const data = dataOf(members);
    const yes = members.map(() => YES);
    const others = [...members.slice(0, 2), memberOf("d")];
    for (const policy of [all, any]) {
      for (const evidence of [
        evidenceOf(others, yes),
        evidenceOf(members.toReversed(), yes),
        evidenceOf(members.slice(0, 2), yes.slice(0, 2)),
        evidenceOf(members, yes.slice(0, 2)),
        evidenceOf(members, [...yes, YES]),
        "0x",
        ethers.dataSlice(evidenceOf(members, yes), 0, 100),
      ]) {
        expect(await ask(policy, data, evidence)).to.equal(false);
      }
      expect(await ask(policy, data, evidenceOf(members, yes))).to.equal(true);
    }
  });

  for (const how of ["revert", "write", "gas", "two"]) {
    const bad = how === "two" ? ethers.toBeHex(2n, 32) : text(how);
    it(`MKT-37 lets a member that answers by ${how} deny for itself alone`, async () => {
      const { members, all, any } = await set();
      const data = dataOf(members);
      expect(await ask(all, data, evidenceOf(members, [YES, bad, YES]))).to.equal(false);
      expect(await ask(any, data, evidenceOf(members, [bad, bad, YES]))).to.equal(true);
      expect(await ask(any, data, evidenceOf(members, [bad, bad, NO]))).to.equal(false);
    });
  }

  it("MKT-37 takes an account without code for no", async () => {
    const { mock, stranger, all, any } = await set();
    const empty = [
      { policy: stranger.address, data: NO },
      { policy: mock, data: NO },
    ];
    expect(await ask(all, dataOf(empty), evidenceOf(empty, [YES, YES]))).to.equal(false);
    expect(await ask(any, dataOf(empty), evidenceOf(empty, [YES, YES]))).to.equal(true);
  });

  it("MKT-38 has one to eight members, and hears the eighth behind seven that burn their gas", async () => {
    const { memberOf, all, any } = await set();
    const eight = [..."abcdefgh"].map(memberOf);
    const nine = [...eight, memberOf("i")];
    for (const policy of [all, any]) {
      expect(await ask(policy, dataOf([]), evidenceOf([], []))).to.equal(false);
      expect(
        await ask(
          policy,
          dataOf(eight),
          evidenceOf(
            eight,
            eight.map(() => YES),
          ),
        ),
      ).to.equal(true);
      expect(
        await ask(
          policy,
          dataOf(nine),
          evidenceOf(
            nine,
            nine.map(() => YES),
          ),
        ),
      ).to.equal(false);
    }
    const burning = eight.map((_, i) => (i === 7 ? YES : text("gas")));
    expect(await ask(any, dataOf(eight), evidenceOf(eight, burning))).to.equal(true);
  });

  async function nested({ all, any, members }: { all: string; any: string; members: Member[] }, levels: number) {
    let member = members[0] as Member;
    let evidence = YES;
    for (let level = 0; level < levels; level++) {
      const list = [member];
      evidence = evidenceOf(list, [evidence]);
      member = { policy: level % 2 === 0 ? all : any, data: dataOf(list) };
    }
    return ask(member.policy, member.data, evidence);
  }

  it("MKT-38 nests, four levels and no deeper", async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    const world = await set();
    for (const levels of [1, 2, 3, 4]) expect(await nested(world, levels), `${levels} levels`).to.equal(true);
    for (const levels of [5, 6, 12]) expect(await nested(world, levels), `${levels} levels`).to.equal(false);
  });

  it("MKT-38 decides (a and b) or (c and d) within the market's limit of gas", async () => {
    const fixture: Fixture & Awaited<ReturnType<typeof set>> = await set();
    const { market, buyer, memberOf, all, any } = fixture;
    const pairs = [["a", "b"].map(memberOf), ["c", "d"].map(memberOf)];
    const members = pairs.map((pair) => ({ policy: all, data: dataOf(pair) }));
    const { offered, id } = await makeOffer(fixture, { policy: any, policyData: dataOf(members) });
    const evidence = (answers: string[][]) =>
      evidenceOf(
        members,
        pairs.map((pair, i) => evidenceOf(pair, answers[i] ?? [])),
      );
    const mixed = evidence([
      [YES, NO],
      [NO, YES],
    ]);
    await expect(market.connect(buyer).buy(offered, buyer.address, mixed))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, buyer.address);
    const second = evidence([
      [YES, text("gas")],
      [YES, YES],
    ]);
    await market.connect(buyer).buy(offered, buyer.address, second);
    expect(await market.hasAccess(offered.dataset, buyer.address)).to.equal(true);
  });
});
