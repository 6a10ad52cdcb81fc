import { expect } from "chai";
import {
  type Action,
  DAY,
  type Dao,
  DELAYS,
  enact,
  ethers,
  load,
  networkHelpers,
  propose,
  queueAndWait,
  STATE,
  SUPPLY,
  TALLY,
  win,
} from "./dao.ts";

const HOUR = 3_600n;
const LIMIT = 500_000_000n;

const call = ({ treasury }: Dao, name: string, args: unknown[], value = 0n): Action => ({
  target: treasury.target as string,
  data: treasury.interface.encodeFunctionData(name as "spend", args as never),
  value,
});

/** The treasury has 1,000 USDX and 3 ether; ordinary proposals may spend 500 and one within a week. */
const withLimits = async () => {
  const dao = await load();
  const { treasury, usd, founder } = dao;
  await usd.faucet(treasury);
  await founder.sendTransaction({ to: treasury.target as string, value: 3n * 10n ** 18n });
  await enact(
    dao,
    [
      call(dao, "setLimit", [usd.target, LIMIT, 7n * DAY]),
      call(dao, "setLimit", [ethers.ZeroAddress, 10n ** 18n, 7n * DAY]),
    ],
    "limits",
  );
  return dao;
};

/** A proposal of these actions that is due. */
const due = async (dao: Dao, actions: readonly Action[], text: string) => {
  const proposal = await propose(dao, dao.alice, actions, text);
  await win(dao, proposal);
  await queueAndWait(dao, proposal);
  return { proposal, execute: () => dao.governor.execute(...proposal.args) };
};

describe("found", () => {
  it("GOV-50 gives everything to the governor, once, by who deployed the treasury", async () => {
    const { founder, stranger, governor, token } = await load();
    const treasury = await ethers.deployContract("Treasury", [60n, 60n]);
    expect(await treasury.founder()).to.equal(founder.address);
    expect(await treasury.governor()).to.equal(ethers.ZeroAddress);
    await expect(treasury.connect(stranger).found(governor, []))
      .to.be.revertedWithCustomError(treasury, "Treasury_NotFounder")
      .withArgs(stranger.address);
    await expect(treasury.found(ethers.ZeroAddress, [])).to.be.revertedWithCustomError(
      treasury,
      "Treasury_ZeroAddress",
    );
    await expect(treasury.found(governor, [token]))
      .to.emit(treasury, "Founded")
      .withArgs(governor.target, [token.target])
      .to.emit(treasury, "CriticalTargetSet")
      .withArgs(token.target, true)
      .to.emit(treasury, "CriticalTargetSet")
      .withArgs(governor.target, true);
    expect(await treasury.governor()).to.equal(governor.target);
    await expect(treasury.found(stranger, []))
      .to.be.revertedWithCustomError(treasury, "Treasury_NotFounder")
      .withArgs(founder.address);
    for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE", "DEFAULT_ADMIN_ROLE"] as const) {
      expect(await treasury.hasRole(await treasury[role](), founder)).to.equal(false);
      expect(await treasury.hasRole(await treasury[role](), ethers.ZeroAddress)).to.equal(false);
    }
  });
});

describe("the timelock's roles", () => {
  it("GOV-51 are the governor's alone: nobody schedules, cancels or executes past the vote", async () => {
    const dao = await load();
    const { governor, treasury, alice, founder, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    await win(dao, proposal);
    await queueAndWait(dao, proposal);
    const [targets, values, calldatas, hash] = proposal.args;
    const salt = ethers.keccak256(
      ethers.AbiCoder.defaultAbiCoder().encode(["uint256", "address", "bytes32"], [31337n, governor.target, hash]),
    );
    for (const caller of [alice, founder]) {
      const by = treasury.connect(caller);
      const acts = {
        PROPOSER_ROLE: [
          () => by.schedule(set.target, 0n, set.data, ethers.ZeroHash, ethers.ZeroHash, DELAYS.ordinary),
          () => by.scheduleBatch(targets, values, calldatas, ethers.ZeroHash, ethers.ZeroHash, DELAYS.ordinary),
        ],
        CANCELLER_ROLE: [() => by.cancel(ethers.toBeHex(proposal.id, 32))],
        EXECUTOR_ROLE: [
          () => by.executeBatch(targets, values, calldatas, ethers.ZeroHash, salt),
          () => by.execute(set.target, 0n, set.data, ethers.ZeroHash, salt),
          () => by.executeTrack(targets, values, calldatas, salt, true),
        ],
      };
      for (const [role, attempts] of Object.entries(acts)) {
        for (const attempt of attempts) {
          await expect(attempt())
            .to.be.revertedWithCustomError(treasury, "AccessControlUnauthorizedAccount")
            .withArgs(caller.address, await treasury[role as "PROPOSER_ROLE"]());
        }
      }
    }
    expect(await governor.state(proposal.id)).to.equal(STATE.Queued);
  });

  it("GOV-51 leave the treasury's own acts to the treasury", async () => {
    const { treasury, usd, alice, founder } = await load();
    for (const caller of [alice, founder]) {
      const by = treasury.connect(caller);
      for (const act of [
        () => by.spend(usd, caller, 1n),
        () => by.allow(usd, caller, 1n),
        () => by.setLimit(usd, 1n, HOUR),
        () => by.setCriticalTarget(usd, false),
        () => by.setDelays(60n, 60n),
        () => by.updateDelay(60n),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(treasury, "Treasury_OnlyItself").withArgs(caller.address);
      }
    }
  });
});

describe("spend and allow", () => {
  it("GOV-52 pay tokens and ether within the limit of their window", async () => {
    const dao = await withLimits();
    const { treasury, usd, stranger } = dao;
    expect(await treasury.limitOf(usd)).to.deep.equal([LIMIT, 7n * DAY, LIMIT]);
    const { proposal, execute } = await due(
      dao,
      [
        call(dao, "spend", [usd.target, stranger.address, 200_000_000n]),
        call(dao, "allow", [usd.target, stranger.address, 250_000_000n]),
        call(dao, "spend", [ethers.ZeroAddress, stranger.address, 4n * 10n ** 17n]),
      ],
      "pay",
    );
    expect(await dao.governor.proposalIsCritical(proposal.id)).to.equal(false);
    const ether = await ethers.provider.getBalance(stranger);
    await expect(execute())
      .to.emit(treasury, "Spent")
      .withArgs(usd.target, stranger.address, 200_000_000n)
      .to.emit(treasury, "Allowed")
      .withArgs(usd.target, stranger.address, 250_000_000n)
      .to.emit(treasury, "Spent")
      .withArgs(ethers.ZeroAddress, stranger.address, 4n * 10n ** 17n);
    expect(await usd.balanceOf(stranger)).to.equal(200_000_000n);
    expect(await usd.balanceOf(treasury)).to.equal(800_000_000n);
    expect(await usd.allowance(treasury, stranger)).to.equal(250_000_000n);
    expect((await ethers.provider.getBalance(stranger)) - ether).to.equal(4n * 10n ** 17n);
    expect(await treasury.limitOf(usd)).to.deep.equal([LIMIT, 7n * DAY, 50_000_000n]);
    expect((await treasury.limitOf(ethers.ZeroAddress)).available).to.equal(6n * 10n ** 17n);
    await networkHelpers.time.increase(7n * DAY);
    expect((await treasury.limitOf(usd)).available).to.equal(LIMIT);
  });

  it("GOV-52 refuse more than the window leaves, and any token without a limit", async () => {
    const dao = await withLimits();
    const { treasury, usd, token, target, stranger } = dao;
    const spend = (asset: unknown, amount: bigint) => call(dao, "spend", [asset, stranger.address, amount]);
    const refused = async (actions: readonly Action[], asset: unknown, asked: bigint, available: bigint) => {
      const { execute } = await due(dao, actions, `${asked} ${available}`);
      await expect(execute())
        .to.be.revertedWithCustomError(treasury, "Treasury_LimitExceeded")
        .withArgs(asset, asked, available);
    };
    await refused([spend(usd.target, LIMIT + 1n)], usd.target, LIMIT + 1n, LIMIT);
    await refused(
      [spend(usd.target, LIMIT), call(dao, "allow", [usd.target, stranger.address, 1n])],
      usd.target,
      1n,
      0n,
    );
    await refused([spend(token.target, 1n)], token.target, 1n, 0n);
    // Ether that a call carries counts too.
    const one = 10n ** 18n;
    await refused([{ ...dao.set, value: one + 1n }], ethers.ZeroAddress, one + 1n, one);
    const { execute } = await due(dao, [{ ...dao.set, value: one }], "ether with a call");
    await expect(execute()).to.changeEtherBalances(ethers, [treasury, target], [-one, one]);
    expect((await treasury.limitOf(ethers.ZeroAddress)).available).to.equal(0n);
  });

  it("GOV-52 refuse nobody as the receiver, and one that takes no ether", async () => {
    const dao = await withLimits();
    const { treasury, usd } = dao;
    const nobody = await due(dao, [call(dao, "spend", [usd.target, ethers.ZeroAddress, 1n])], "nobody");
    await expect(nobody.execute()).to.be.revertedWithCustomError(treasury, "Treasury_ZeroAddress");
    const refusing = await due(dao, [call(dao, "spend", [ethers.ZeroAddress, usd.target, 1n])], "refusing");
    await expect(refusing.execute())
      .to.be.revertedWithCustomError(treasury, "Treasury_TransferFailed")
      .withArgs(usd.target, 1n);
  });

  it("GOV-52 go past the limit on the critical track, and don't count there", async () => {
    const dao = await withLimits();
    const { treasury, usd, stranger } = dao;
    await enact(
      dao,
      [call(dao, "spend", [usd.target, stranger.address, LIMIT + 1n]), call(dao, "setLimit", [usd.target, 7n, HOUR])],
      "critical",
    );
    expect(await usd.balanceOf(stranger)).to.equal(LIMIT + 1n);
    expect(await treasury.limitOf(usd)).to.deep.equal([7n, HOUR, 7n]);
  });
});

describe("the tracks", () => {
  it("GOV-53 tell critical calls from ordinary ones", async () => {
    const dao = await load();
    const { treasury, token, governor, manager, usd, target, alice, set } = dao;
    const erc20 = (name: string, ...args: unknown[]) =>
      usd.interface.encodeFunctionData(name as "transfer", args as never);
    const of = (signature: string) => ethers.id(signature).slice(0, 10);
    const withdraw = (to: string) =>
      ethers.concat([
        of("withdraw(address,address)"),
        ethers.AbiCoder.defaultAbiCoder().encode(["address", "address"], [usd.target, to]),
      ]);
    const critical: readonly (readonly [unknown, string])[] = [
      [treasury, treasury.interface.encodeFunctionData("setLimit", [usd.target as string, 1n, HOUR])],
      [treasury, treasury.interface.encodeFunctionData("setDelays", [60n, 60n])],
      [treasury, treasury.interface.encodeFunctionData("setCriticalTarget", [usd.target as string, false])],
      [treasury, treasury.interface.encodeFunctionData("grantRole", [ethers.ZeroHash, alice.address])],
      [treasury, "0x"],
      [governor, governor.interface.encodeFunctionData("setVotingDelay", [1n])],
      [token, token.interface.encodeFunctionData("mint", [alice.address, 1n])],
      [token, "0x"],
      [manager, manager.interface.encodeFunctionData("grantRole", [0n, alice.address, 0n])],
      [usd, erc20("transfer", alice.address, 1n)],
      [usd, erc20("approve", alice.address, 1n)],
      [usd, erc20("transferFrom", alice.address, alice.address, 1n)],
      [target, withdraw(alice.address)],
      [target, of("withdraw(address,address)")],
      ...[
        "safeTransferFrom(address,address,uint256)",
        "safeTransferFrom(address,address,uint256,bytes)",
        "setApprovalForAll(address,bool)",
        "safeTransferFrom(address,address,uint256,uint256,bytes)",
        "safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)",
        "transferAndCall(address,uint256)",
        "transferAndCall(address,uint256,bytes)",
        "transferFromAndCall(address,address,uint256)",
        "transferFromAndCall(address,address,uint256,bytes)",
        "approveAndCall(address,uint256)",
        "approveAndCall(address,uint256,bytes)",
        "increaseAllowance(address,uint256)",
        "send(address,uint256,bytes)",
        "authorizeOperator(address)",
        "burn(uint256)",
        "transfer(address,uint256,uint256)",
        "approve(address,uint256,uint256)",
        "setOperator(address,bool)",
        "multicall(bytes[])",
      ].map((signature) => [target, of(signature)] as const),
    ];
    for (const [contract, data] of critical) {
      const address = (contract as typeof target).target;
      expect(await treasury.isCritical([address], [data]), data).to.equal(true);
      expect(await treasury.isCritical([set.target, address], [set.data, data])).to.equal(true);
    }
    const ordinary: readonly (readonly [unknown, string])[] = [
      [target, set.data],
      [target, "0x"],
      [target, "0xa9059c"],
      [target, withdraw(treasury.target as string)],
      [treasury, treasury.interface.encodeFunctionData("spend", [usd.target as string, alice.address, 1n])],
      [treasury, treasury.interface.encodeFunctionData("allow", [usd.target as string, alice.address, 1n])],
    ];
    for (const [contract, data] of ordinary) {
      expect(await treasury.isCritical([(contract as typeof target).target], [data]), data).to.equal(false);
    }
    for (const contract of [treasury, governor, token, manager]) {
      expect(await treasury.isCriticalTarget(contract)).to.equal(true);
    }
    expect(await treasury.isCriticalTarget(usd)).to.equal(false);
  });

  it("GOV-53 refuse a call that became critical after its proposal was made", async () => {
    const dao = await load();
    const { governor, treasury, target, alice, set } = dao;
    const ordinary = await propose(dao, alice, [set], "ordinary");
    const critical = await propose(dao, alice, [call(dao, "setCriticalTarget", [target.target, true])], "critical");
    await win(dao, ordinary);
    for (const voter of [dao.alice, dao.bob])
      await governor
        .connect(voter)
        .castVote(critical.id, 1n)
        .catch(() => undefined);
    expect(await governor.state(ordinary.id)).to.equal(STATE.Succeeded);
    await networkHelpers.impersonateAccount(treasury.target as string);
    await networkHelpers.setBalance(treasury.target as string, 10n ** 18n);
    const itself = await ethers.getSigner(treasury.target as string);
    await expect(treasury.connect(itself).setCriticalTarget(target, true))
      .to.emit(treasury, "CriticalTargetSet")
      .withArgs(target.target, true);
    await queueAndWait(dao, ordinary);
    await expect(governor.execute(...ordinary.args))
      .to.be.revertedWithCustomError(treasury, "Treasury_Critical")
      .withArgs(target.target, set.data.slice(0, 10));
    await treasury.connect(itself).setCriticalTarget(target, false);
    await governor.execute(...ordinary.args);
    for (const always of [treasury, governor]) {
      await expect(treasury.connect(itself).setCriticalTarget(always, false))
        .to.be.revertedWithCustomError(treasury, "Treasury_AlwaysCritical")
        .withArgs(always.target);
    }
  });

  it("GOV-53 mint by a critical proposal, up to the cap", async () => {
    const dao = await load();
    const { token, stranger } = dao;
    const data = token.interface.encodeFunctionData("mint", [stranger.address, TALLY]);
    await enact(dao, [{ target: token.target as string, data }]);
    expect(await token.balanceOf(stranger)).to.equal(TALLY);
    expect(await token.totalSupply()).to.equal(SUPPLY + TALLY);
  });
});

describe("the treasury's settings", () => {
  it("GOV-54 stay within their bounds", async () => {
    const { treasury, usd } = await load();
    await networkHelpers.impersonateAccount(treasury.target as string);
    await networkHelpers.setBalance(treasury.target as string, 10n ** 18n);
    const by = treasury.connect(await ethers.getSigner(treasury.target as string));
    const [min, max] = [60n, 30n * DAY];
    for (const [ordinary, critical] of [
      [min - 1n, max],
      [120n, 119n],
      [min, max + 1n],
    ] as const) {
      await expect(by.setDelays(ordinary, critical))
        .to.be.revertedWithCustomError(treasury, "Treasury_BadDelays")
        .withArgs(ordinary, critical, min, max);
      await expect(ethers.deployContract("Treasury", [ordinary, critical]))
        .to.be.revertedWithCustomError(treasury, "Treasury_BadDelays")
        .withArgs(ordinary, critical, min, max);
    }
    for (const delay of [max + 1n, min - 1n]) {
      await expect(by.updateDelay(delay))
        .to.be.revertedWithCustomError(treasury, "Treasury_BadDelays")
        .withArgs(delay, DELAYS.critical, min, max);
    }
    await expect(by.updateDelay(min))
      .to.emit(treasury, "MinDelayChange")
      .withArgs(DELAYS.ordinary, min)
      .to.emit(treasury, "DelaysSet")
      .withArgs(min, DELAYS.critical);
    await expect(by.setDelays(90n, max)).to.emit(treasury, "DelaysSet").withArgs(90n, max);
    expect([await treasury.getMinDelay(), await treasury.getCriticalDelay()]).to.deep.equal([90n, max]);
    for (const window of [HOUR - 1n, 365n * DAY + 1n]) {
      await expect(by.setLimit(usd, 1n, window))
        .to.be.revertedWithCustomError(treasury, "Treasury_BadWindow")
        .withArgs(window, HOUR, 365n * DAY);
    }
    await expect(by.setLimit(usd, 5n, HOUR))
      .to.emit(treasury, "LimitSet")
      .withArgs(usd.target, 5n, HOUR);
  });
});
