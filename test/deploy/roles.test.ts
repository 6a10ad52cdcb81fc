import { expect } from "chai";
import { network } from "hardhat";
import { deployFixture } from "../../deploy/fixture.ts";
import { localA } from "../../deploy/parameters/local.ts";
import { personaAccount } from "../../sdk/src/local/personas.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const fixture = () => deployFixture(connection);

const TIMELOCK_ROLES = ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", "DEFAULT_ADMIN_ROLE"] as const;

/** Who holds which role of the timelock, from its events. */
async function timelockRoles(timelock: Awaited<ReturnType<typeof fixture>>["timelock"]) {
  const names = new Map<string, string>();
  for (const name of TIMELOCK_ROLES) names.set(await timelock[name](), name);
  const held = new Set<string>();
  const logs = await timelock.queryFilter(timelock.filters.RoleGranted);
  for (const { args } of logs) held.add(`${names.get(args.role)} ${args.account}`);
  for (const { args } of await timelock.queryFilter(timelock.filters.RoleRevoked)) {
    held.delete(`${names.get(args.role)} ${args.account}`);
  }
  return [...held].sort();
}

describe("roles after the deployment", () => {
  it("DEP-01 gives the AccessManager one member of one role: the timelock, its admin", async () => {
    const { manager, timelock } = await networkHelpers.loadFixture(fixture);
    const granted = await manager.queryFilter(manager.filters.RoleGranted);
    expect(granted.map(({ args }) => [args.roleId, args.account, args.delay])).to.deep.equal([
      [await manager.ADMIN_ROLE(), await timelock.getAddress(), 0n],
    ]);
    expect(await manager.queryFilter(manager.filters.RoleRevoked)).to.deep.equal([]);
    for (const signer of await ethers.getSigners()) {
      expect(await manager.hasRole(await manager.ADMIN_ROLE(), signer)).to.deep.equal([false, 0n]);
    }
  });

  it("DEP-02 leaves the timelock to itself and to the governor, with nobody to admit anybody else", async () => {
    const { timelock, governor, token, manager } = await networkHelpers.loadFixture(fixture);
    const address = await governor.getAddress();
    expect(await timelockRoles(timelock)).to.deep.equal(
      [
        `PROPOSER_ROLE ${address}`,
        `CANCELLER_ROLE ${address}`,
        `EXECUTOR_ROLE ${address}`,
        `DEFAULT_ADMIN_ROLE ${await timelock.getAddress()}`,
      ].sort(),
    );
    expect(await timelock.governor()).to.equal(address);
    for (const signer of await ethers.getSigners()) {
      await expect(timelock.connect(signer).found(signer, []))
        .to.be.revertedWithCustomError(timelock, "Treasury_NotFounder")
        .withArgs(signer.address);
    }
    for (const target of [governor, token, manager, timelock]) {
      expect(await timelock.isCriticalTarget(target)).to.equal(true);
    }
  });

  it("DEP-02 gives the whole first supply to whom the network's parameters name", async () => {
    const { token } = await networkHelpers.loadFixture(fixture);
    const deployer = personaAccount("deployer", localA.chainId).address;
    expect(localA.governance.holder).to.equal("deployer");
    expect(await token.totalSupply()).to.equal(localA.governance.supply);
    expect(await token.balanceOf(deployer)).to.equal(localA.governance.supply);
    const other = await network.create();
    const [, multisig] = await other.ethers.getSigners();
    const holder = multisig!.address as `0x${string}`;
    const governance = { ...localA.governance, holder };
    const elsewhere = await deployFixture(other, { ...localA, governance });
    expect(await elsewhere.token.balanceOf(holder)).to.equal(governance.supply);
    await other.close();
  });

  it("DEP-06 makes the timelock the treasury", async () => {
    const { market, timelock } = await networkHelpers.loadFixture(fixture);
    expect(await market.treasury()).to.equal(await timelock.getAddress());
  });

  it("DEP-07 connects every contract to its own relay and AccessManager", async () => {
    const all = await networkHelpers.loadFixture(fixture);
    for (const contract of [
      all.market,
      all.credentials,
      all.organisations,
      all.encryptionKeys,
      all.accessLog,
      all.tabs,
      all.consent,
      all.ratings,
      all.passes,
      all.lots,
      all.receivables,
      all.debtors,
      all.statements,
      all.evidence,
      all.quotes,
      all.bills,
      all.billsRecourse,
      all.billsChanges,
      all.billQuotes,
      all.repos,
      all.governor,
      all.dividends,
      all.hashLock,
      all.batchLock,
      all.depositAddress,
    ]) {
      expect(await contract.trustedForwarder()).to.equal(await all.relay.getAddress());
    }
    for (const contract of [all.market, all.credentials, all.receivables, all.debtors, all.ruleSets]) {
      expect(await contract.authority()).to.equal(await all.manager.getAddress());
    }
    expect(await all.credentialPolicy.credentials()).to.equal(await all.credentials.getAddress());
    expect(await all.accessLog.market()).to.equal(await all.market.getAddress());
    expect(await all.tabs.market()).to.equal(await all.market.getAddress());
    for (const contract of [all.consent, all.ratings, all.passes]) {
      expect(await contract.market()).to.equal(await all.market.getAddress());
    }
    expect(await all.consent.credentials()).to.equal(await all.credentials.getAddress());
    for (const contract of [all.debtors, all.evidence]) {
      expect(await contract.credentials()).to.equal(await all.credentials.getAddress());
    }
    expect(await all.receivables.lots()).to.equal(await all.lots.getAddress());
    expect(await all.receivables.debtors()).to.equal(await all.debtors.getAddress());
    expect(await all.debtors.instrument()).to.equal(await all.receivables.getAddress());
    expect(await all.evidence.receivables()).to.equal(await all.receivables.getAddress());
    expect(await all.evidence.organisations()).to.equal(await all.organisations.getAddress());
    expect(await all.receivables.statements()).to.equal(await all.statements.getAddress());
    expect(await all.statements.tabs()).to.equal(await all.tabs.getAddress());
    expect(await all.statements.receivables()).to.equal(await all.receivables.getAddress());
    expect(await all.quotes.lots()).to.equal(await all.lots.getAddress());
    expect(await all.quotes.receivables()).to.equal(await all.receivables.getAddress());
    expect(await all.quotes.evidence()).to.equal(await all.evidence.getAddress());
    const holdback = await ethers.getContractAt("Holdback", await all.quotes.holdback());
    expect(await holdback.receivables()).to.equal(await all.receivables.getAddress());
    const ofBills = [all.billsDesk, all.billsRecourse, all.billsChanges, all.billQuotes, all.repos, all.acceptors];
    for (const contract of ofBills) {
      expect(await contract.bills()).to.equal(await all.bills.getAddress());
    }
    expect(await all.billQuotes.lots()).to.equal(await all.lots.getAddress());
    const buyback = await ethers.getContractAt("Buyback", await all.repos.model());
    expect(await buyback.trustedForwarder()).to.equal(await all.relay.getAddress());
    const vault = await ethers.getContractAt("Vault", await all.hashLock.vaults());
    expect(await vault.trustedForwarder()).to.equal(await all.relay.getAddress());
    expect(await all.bills.lots()).to.equal(await all.lots.getAddress());
    expect(await all.bills.ruleSets()).to.equal(await all.ruleSets.getAddress());
    expect(await all.bills.changes()).to.equal(await all.billsChanges.getAddress());
    expect(await all.bills.recourse()).to.equal(await all.billsRecourse.getAddress());
    expect(await all.tabs.treasury()).to.equal(await all.timelock.getAddress());
    expect(await all.governor.token()).to.equal(await all.token.getAddress());
    expect(await all.governor.timelock()).to.equal(await all.timelock.getAddress());
    expect(await all.token.treasury()).to.equal(await all.timelock.getAddress());
    expect(await all.token.dividends()).to.equal(await all.dividends.getAddress());
    expect(await all.rolePolicy.organisations()).to.equal(await all.organisations.getAddress());
  });

  it("DEP-08 has play money on local chains only", async () => {
    const { eurx, usdx } = await networkHelpers.loadFixture(fixture);
    expect([await eurx.name(), await eurx.symbol(), await eurx.decimals()]).to.deep.equal(["Euro X", "EURX", 6n]);
    expect([await usdx.name(), await usdx.symbol()]).to.deep.equal(["US Dollar X", "USDX"]);
    const elsewhere = await network.create({ network: "default", override: { chainId: 11155111 } });
    const token = await elsewhere.ethers.getContractFactory("DemoToken");
    await expect(token.deploy("Euro X", "EURX"))
      .to.be.revertedWithCustomError(token, "DemoToken_LocalChainsOnly")
      .withArgs(11155111n);
    await elsewhere.close();
  });

  it("DEP-11 fits the chain's size limit", async () => {
    const { deployed } = await networkHelpers.loadFixture(fixture);
    for (const [name, address] of Object.entries(deployed)) {
      const code = await ethers.provider.getCode(address);
      expect(ethers.dataLength(code), name).to.be.within(1, 24_576);
    }
  });
});
