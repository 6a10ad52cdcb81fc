import { expect } from "chai";
import { ethers, load, makeOffer, type Terms, ZERO_HASH } from "./fixture.ts";

describe("a policy", () => {
  async function withPolicy(changes: Partial<Terms> = {}) {
    const fixture = await load();
    const policy = await ethers.deployContract("PolicyMock");
    const made = await makeOffer(fixture, { policy: policy.target as string, ...changes });
    return { ...fixture, ...made };
  }
  const yes = ethers.toBeHex(1n, 32);

  it("MKT-17 admits by the answer true", async () => {
    const { market, buyer, offered, dataset } = await withPolicy();
    await market.connect(buyer).buy(offered, buyer.address, yes);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
  });

  const text = (word: string) => ethers.hexlify(ethers.toUtf8Bytes(word));
  const refusals = [
    { what: "false", evidence: ZERO_HASH },
    { what: "two, which is no bool", evidence: ethers.toBeHex(2n, 32) },
    { what: "a word too short", evidence: `0x${"01".repeat(31)}` },
    { what: "nothing", evidence: "0x" },
    { what: "a revert", evidence: text("revert") },
    { what: "a write", evidence: text("write") },
    { what: "all of its gas used up", evidence: text("gas") },
  ];
  for (const { what, evidence } of refusals) {
    it(`MKT-17 denies by ${what}`, async () => {
      const { market, usdx, buyer, offered, id, dataset } = await withPolicy();
      const before = await usdx.balanceOf(buyer.address);
      await expect(market.connect(buyer).buy(offered, buyer.address, evidence))
        .to.be.revertedWithCustomError(market, "Access_Denied")
        .withArgs(id, buyer.address);
      expect(await usdx.balanceOf(buyer.address)).to.equal(before);
      expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    });
  }

  it("MKT-17 costs no more than its limit, whatever it returns", async () => {
    const { market, buyer, offered } = await withPolicy();
    const { gasUsed } = (await (await market.connect(buyer).buy(offered, buyer.address, text("bomb"))).wait()) ?? {};
    expect(gasUsed).to.be.lessThan(350_000n);
  });

  it("MKT-17 denies where it is an account without code, or the market itself", async () => {
    const fixture = await load();
    const { market, buyer, stranger } = fixture;
    for (const policy of [stranger.address, market.target as string]) {
      const { offered, id } = await makeOffer(fixture, { policy });
      await expect(market.connect(buyer).buy(offered, buyer.address, yes))
        .to.be.revertedWithCustomError(market, "Access_Denied")
        .withArgs(id, buyer.address);
    }
  });
});

describe("CredentialPolicy", () => {
  it("MKT-17 admits readers, not payers, who hold the credential now", async () => {
    const fixture = await load();
    const { market, credentials, credentialPolicy, dao, other, buyer, friend, dataset } = fixture;
    const researcher = ethers.id("researcher");
    const { offered, id } = await makeOffer(fixture, {
      policy: credentialPolicy.target as string,
      policyData: researcher,
    });
    await credentials.connect(dao).appointRegistrar(researcher, other.address, 2n ** 40n - 1n);
    await credentials.connect(other).attest(researcher, friend.address, 2n ** 40n - 1n, ZERO_HASH);
    expect(await credentialPolicy.credentials()).to.equal(credentials.target);
    await expect(market.connect(friend).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, buyer.address);
    await market.connect(buyer).buy(offered, friend.address, "0x");
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
    await credentials.connect(other).revoke(researcher, friend.address);
    await expect(market.connect(buyer).buy(offered, friend.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, friend.address);
    expect(await credentialPolicy.admits(dataset, friend.address, researcher, "0x")).to.equal(false);
  });
});

describe("RolePolicy", () => {
  const coder = ethers.AbiCoder.defaultAbiCoder();
  const ANALYST = 4n;
  const AUDITOR = 8n;

  async function withRoles(roles: bigint) {
    const fixture = await load();
    const { organisations, rolePolicy, other } = fixture;
    const org = await organisations.orgId(other.address, ZERO_HASH);
    await organisations.connect(other).register(ZERO_HASH, ZERO_HASH);
    const proof = coder.encode(["bytes32", "uint216"], [org, roles]);
    const policyData = ethers.keccak256(proof);
    expect(await rolePolicy.dataOf(org, roles)).to.equal(policyData);
    const made = await makeOffer(fixture, { policy: rolePolicy.target as string, policyData });
    return { ...fixture, ...made, org, proof, policyData };
  }

  it("MKT-34 admits who holds all of the roles now", async () => {
    const { market, organisations, rolePolicy, other, buyer, friend, org, offered, id, proof, policyData, dataset } =
      await withRoles(ANALYST | AUDITOR);
    await organisations.connect(other).appoint(org, friend.address, ANALYST, 2n ** 40n - 1n);
    await expect(market.connect(buyer).buy(offered, friend.address, proof))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, friend.address);
    await organisations.connect(other).appoint(org, friend.address, ANALYST | AUDITOR | 1n, 2n ** 40n - 1n);
    await expect(market.connect(friend).buy(offered, buyer.address, proof))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, buyer.address);
    await market.connect(buyer).buy(offered, friend.address, proof);
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
    await organisations.connect(other).dismiss(org, friend.address);
    expect(await rolePolicy.admits(dataset, friend.address, policyData, proof)).to.equal(false);
  });

  it("MKT-34 denies by the evidence of another organisation, other roles, more or less bytes, or none", async () => {
    const { organisations, rolePolicy, other, stranger, org, proof, policyData, dataset } = await withRoles(ANALYST);
    const foreign = await organisations.orgId(stranger.address, ZERO_HASH);
    await organisations.connect(stranger).register(ZERO_HASH, ZERO_HASH);
    await organisations.connect(stranger).appoint(foreign, stranger.address, ANALYST, 2n ** 40n - 1n);
    await organisations.connect(other).appoint(org, stranger.address, AUDITOR, 2n ** 40n - 1n);
    for (const wrong of [
      coder.encode(["bytes32", "uint216"], [foreign, ANALYST]),
      coder.encode(["bytes32", "uint216"], [org, AUDITOR]),
      ethers.concat([proof, "0x00"]),
      ethers.dataSlice(proof, 0, 63),
      "0x",
    ]) {
      expect(await rolePolicy.admits(dataset, stranger.address, policyData, wrong)).to.equal(false);
    }
  });

  it("MKT-34 denies where the terms commit to no role, to more bits than roles have, or to nothing", async () => {
    const { market, organisations, rolePolicy, other, buyer, friend, org, ...fixture } = await withRoles(0n);
    await organisations.connect(other).appoint(org, friend.address, ANALYST, 2n ** 40n - 1n);
    const wide = coder.encode(["bytes32", "uint256"], [org, (1n << 216n) | ANALYST]);
    for (const evidence of [fixture.proof, wide, "0x"]) {
      const world = { ...fixture, market, organisations, rolePolicy, other, buyer, friend };
      const { offered, id } = await makeOffer(world, {
        policy: rolePolicy.target as string,
        policyData: ethers.keccak256(evidence),
        nonce: 7n,
      });
      await expect(market.connect(buyer).buy(offered, friend.address, evidence))
        .to.be.revertedWithCustomError(market, "Access_Denied")
        .withArgs(id, friend.address);
    }
  });
});

describe("AllowListPolicy", () => {
  const coder = ethers.AbiCoder.defaultAbiCoder();
  const leafOf = (account: string) => ethers.keccak256(ethers.keccak256(coder.encode(["address"], [account])));
  const nodeOf = (a: string, b: string) => ethers.keccak256(ethers.concat([a, b].sort()));
  const proving = (...proof: string[]) => coder.encode(["bytes32[]"], [proof]);

  async function withList() {
    const fixture = await load();
    const { buyer, friend, other, allowListPolicy } = fixture;
    const leaves = [buyer, friend, other].map(({ address }) => leafOf(address)) as [string, string, string];
    const pair = nodeOf(leaves[0], leaves[1]);
    const root = nodeOf(pair, leaves[2]);
    const made = await makeOffer(fixture, { policy: allowListPolicy.target as string, policyData: root });
    return { ...fixture, ...made, leaves, pair, root };
  }

  it("MKT-35 admits every account of the list by its proof", async () => {
    const { market, allowListPolicy, buyer, friend, other, offered, dataset, leaves, pair } = await withList();
    expect(await allowListPolicy.leafOf(buyer.address)).to.equal(leaves[0]);
    const proofs = [proving(leaves[1], leaves[2]), proving(leaves[0], leaves[2]), proving(pair)];
    for (const [i, { address }] of [buyer, friend, other].entries()) {
      await market.connect(buyer).buy(offered, address, proofs[i] ?? "0x");
      expect(await market.hasAccess(dataset, address)).to.equal(true);
    }
  });

  it("MKT-35 admits the only account of a list by an empty proof", async () => {
    const { allowListPolicy, buyer, friend, dataset, leaves } = await withList();
    expect(await allowListPolicy.admits(dataset, buyer.address, leaves[0], proving())).to.equal(true);
    expect(await allowListPolicy.admits(dataset, friend.address, leaves[0], proving())).to.equal(false);
  });

  it("MKT-35 denies by another's proof, an inner node, a proof too short or too long, and no proof", async () => {
    const { market, buyer, stranger, offered, id, leaves, pair, root } = await withList();
    for (const [reader, evidence] of [
      [stranger, proving(leaves[1], leaves[2])],
      [stranger, proving(leaves[2])],
      [stranger, proving()],
      [buyer, proving(pair)],
      [buyer, proving(leaves[1])],
      [buyer, proving(leaves[1], leaves[2], root)],
      [buyer, "0x"],
      [buyer, ethers.dataSlice(proving(leaves[1], leaves[2]), 0, 96)],
    ] as const) {
      await expect(market.connect(buyer).buy(offered, reader.address, evidence))
        .to.be.revertedWithCustomError(market, "Access_Denied")
        .withArgs(id, reader.address);
    }
  });
});
