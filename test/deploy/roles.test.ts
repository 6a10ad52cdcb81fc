import { expect } from "chai";
import { network } from "hardhat";
import { deployFixture } from "../../deploy/fixture.ts";
import { localA } from "../../deploy/parameters/local.ts";
import { daoActs } from "../../sdk/src/governance/parameterLists.ts";
import { personaAccount } from "../../sdk/src/local/personas.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const fixture = () => deployFixture(connection);

const TIMELOCK_ROLES = ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", "DEFAULT_ADMIN_ROLE"] as const;

/** Acts whose names sound like settings: a party's own, the AccessManager's (its admin is the timelock alone: DEP-01), or
 * for the AccessManager and the timelock's own admin to do. */
const OTHER_ACTS: readonly string[] = [
  "credentials.setAuthority",
  "manager.revokeRole",
  "manager.setGrantDelay",
  "manager.setRoleAdmin",
  "manager.setRoleGuardian",
  "manager.setTargetAdminDelay",
  "manager.setTargetClosed",
  "manager.setTargetFunctionRole",
  "market.grant",
  "market.setAuthority",
  "tabs.settle",
  "timelock.revokeRole",
];

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

  it("GOV-70 leaves every parameter of every family to the DAO, each within its bounds", async () => {
    const all = await networkHelpers.loadFixture(fixture);
    const { timelock, governor, market, credentials, manager, token, dividends } = all;
    const [stranger] = await ethers.getSigners();
    const id = ethers.ZeroHash;
    // What can be changed after deployment, by family, with its bounds: nothing else can.
    const parameters = {
      "market.setFee: 0 to 500 basis points": market.interface.encodeFunctionData("setFee", [1n]),
      "credentials.appointRegistrar: any account, until a time": credentials.interface.encodeFunctionData(
        "appointRegistrar",
        [id, stranger!.address, 1n],
      ),
      "credentials.dismissRegistrar": credentials.interface.encodeFunctionData("dismissRegistrar", [
        id,
        stranger!.address,
      ]),
      "credentials.appointMirror": credentials.interface.encodeFunctionData("appointMirror", [stranger!.address]),
      "credentials.dismissMirror": credentials.interface.encodeFunctionData("dismissMirror", [stranger!.address]),
      "governor.setVotingDelay: 1 second to 30 days": governor.interface.encodeFunctionData("setVotingDelay", [1n]),
      "governor.setVotingPeriod: 1 minute to 60 days": governor.interface.encodeFunctionData("setVotingPeriod", [60n]),
      "governor.setProposalThreshold: 0 to 5 % of the supply": governor.interface.encodeFunctionData(
        "setProposalThreshold",
        [0n],
      ),
      "governor.setQuorums: 1 % to 80 %, the critical one not lower": governor.interface.encodeFunctionData(
        "setQuorums",
        [100n, 100n],
      ),
      "governor.setLateQuorumVoteExtension: 0 to 14 days": governor.interface.encodeFunctionData(
        "setLateQuorumVoteExtension",
        [0n],
      ),
      "governor.setCoolDown: 0 to 365 days": governor.interface.encodeFunctionData("setCoolDown", [0n]),
      "governor.setProposalGuardian: any account, for 365 days": governor.interface.encodeFunctionData(
        "setProposalGuardian",
        [stranger!.address],
      ),
      "timelock.setDelays: 1 minute to 30 days, the critical one not shorter": timelock.interface.encodeFunctionData(
        "setDelays",
        [60n, 60n],
      ),
      "timelock.updateDelay: as setDelays": timelock.interface.encodeFunctionData("updateDelay", [60n]),
      "timelock.setLimit: any amount, 1 hour to 365 days": timelock.interface.encodeFunctionData("setLimit", [
        ethers.ZeroAddress,
        0n,
        3_600n,
      ]),
      "timelock.setCriticalTarget: any but itself and the governor": timelock.interface.encodeFunctionData(
        "setCriticalTarget",
        [stranger!.address, true],
      ),
      "timelock.spend: within limits": timelock.interface.encodeFunctionData("spend", [
        ethers.ZeroAddress,
        stranger!.address,
        0n,
      ]),
      "timelock.allow: within limits": timelock.interface.encodeFunctionData("allow", [
        await token.getAddress(),
        stranger!.address,
        0n,
      ]),
      "timelock.grantRole": timelock.interface.encodeFunctionData("grantRole", [id, stranger!.address]),
      "token.mint: up to the cap": token.interface.encodeFunctionData("mint", [stranger!.address, 1n]),
      "token.openRound: by a dividend": token.interface.encodeFunctionData("openRound"),
      "manager.grantRole": manager.interface.encodeFunctionData("grantRole", [0n, stranger!.address, 0n]),
      "manager.updateAuthority": manager.interface.encodeFunctionData("updateAuthority", [
        await market.getAddress(),
        stranger!.address,
      ]),
    };
    const named = { market, credentials, governor, timelock, token, manager };
    const signers = await ethers.getSigners();
    for (const [name, data] of Object.entries(parameters)) {
      const to = await named[name.split(".")[0] as keyof typeof named].getAddress();
      for (const signer of signers.slice(0, 12)) {
        const refused = await signer.call({ to, data }).then(
          () => false,
          () => true,
        );
        expect(refused, `${name} by ${signer.address}`).to.equal(true);
      }
    }
    // Contracts with an owner, an admin or a pause would show it here: every act that only some may do is above.
    const restricted = /^(set|update|appoint|dismiss|grant|revokeRole|mint|pause|unpause|upgrade|transferOwnership)/;
    const listed = new Set(Object.keys(parameters).map((name) => name.split(":")[0]!.split(".")[1]));
    const own = new Set(["grantWithPolicy", "setOperator", "setApprovalForAll"]);
    const unlisted: string[] = [];
    for (const [name, contract] of Object.entries({ ...named, dividends, desk: all.desk, tabs: all.tabs })) {
      contract.interface.forEachFunction(({ name: act, stateMutability }) => {
        const isView = stateMutability === "view" || stateMutability === "pure";
        if (isView || !restricted.test(act) || listed.has(act) || own.has(act)) return;
        unlisted.push(`${name}.${act}`);
      });
    }
    expect(unlisted.sort()).to.deep.equal(OTHER_ACTS);
    // The SDK, and with it the dApp, knows each of them by the deployment's names.
    const keys: Record<string, string> = { governor: "tallyGovernor", token: "tallyToken", manager: "accessManager" };
    const acts = Object.keys(parameters).map((name) => name.split(":")[0]!.split("."));
    const inSdk = acts.map(([contract, act]) => `${keys[contract!] ?? contract}.${act}`);
    expect([...inSdk].sort()).to.deep.equal(daoActs());
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
      all.governor,
      all.dividends,
    ]) {
      expect(await contract.trustedForwarder()).to.equal(await all.relay.getAddress());
    }
    for (const contract of [all.market, all.credentials]) {
      expect(await contract.authority()).to.equal(await all.manager.getAddress());
    }
    expect(await all.credentialPolicy.credentials()).to.equal(await all.credentials.getAddress());
    expect(await all.accessLog.market()).to.equal(await all.market.getAddress());
    expect(await all.tabs.market()).to.equal(await all.market.getAddress());
    for (const contract of [all.consent, all.ratings, all.passes]) {
      expect(await contract.market()).to.equal(await all.market.getAddress());
    }
    expect(await all.consent.credentials()).to.equal(await all.credentials.getAddress());
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
