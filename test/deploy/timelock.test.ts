import { expect } from "chai";
import { ZeroHash } from "ethers";
import { network } from "hardhat";
import { deployFixture } from "../../deploy/fixture.ts";
import { localA } from "../../deploy/parameters/local.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const fixture = async () => {
  const contracts = await deployFixture(connection);
  const [deployer, keeper, relayer] = await ethers.getSigners();
  const target = await contracts.market.getAddress();
  const data = contracts.market.interface.encodeFunctionData("setFee", [300]);
  const schedule = () => contracts.timelock.schedule(target, 0, data, ZeroHash, ZeroHash, localA.timelockDelay);
  const execute = (by = deployer!) => contracts.timelock.connect(by).execute(target, 0, data, ZeroHash, ZeroHash);
  const id = await contracts.timelock.hashOperation(target, 0, data, ZeroHash, ZeroHash);
  return { ...contracts, deployer: deployer!, keeper: keeper!, relayer: relayer!, target, data, id, schedule, execute };
};

describe("setFee", () => {
  it("DEP-04 works through the timelock: proposed by the proposer, executed by anyone after the delay", async () => {
    const { market, timelock, relayer, id, target, data, schedule, execute } =
      await networkHelpers.loadFixture(fixture);
    await expect(schedule())
      .to.emit(timelock, "CallScheduled")
      .withArgs(id, 0, target, 0, data, ZeroHash, localA.timelockDelay);
    await networkHelpers.time.increase(localA.timelockDelay);
    await expect(execute(relayer)).to.emit(market, "FeeSet").withArgs(300);
    expect(await market.feeBps()).to.equal(300);
  });

  it("DEP-04 refuses every account, the deployer included", async () => {
    const { market } = await networkHelpers.loadFixture(fixture);
    for (const signer of await ethers.getSigners()) {
      await expect(market.connect(signer).setFee(300))
        .to.be.revertedWithCustomError(market, "AccessManagedUnauthorized")
        .withArgs(signer.address);
    }
    expect(await market.feeBps()).to.equal(0);
  });

  it("DEP-03 refuses to execute before the delay has passed", async () => {
    const { market, timelock, id, schedule, execute } = await networkHelpers.loadFixture(fixture);
    await schedule();
    const READY = 2n ** 2n;
    await expect(execute())
      .to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState")
      .withArgs(id, ethers.toBeHex(READY, 32));
    expect(await market.feeBps()).to.equal(0);
  });

  it("DEP-02 refuses a proposal by anybody but the proposer", async () => {
    const { timelock, keeper, target, data } = await networkHelpers.loadFixture(fixture);
    await expect(timelock.connect(keeper).schedule(target, 0, data, ZeroHash, ZeroHash, localA.timelockDelay))
      .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
      .withArgs(keeper.address, await timelock.PROPOSER_ROLE());
  });

  it("DEP-03 refuses a delay shorter than the network's", async () => {
    const { timelock, target, data } = await networkHelpers.loadFixture(fixture);
    const short = localA.timelockDelay - 1;
    await expect(timelock.schedule(target, 0, data, ZeroHash, ZeroHash, short))
      .to.be.revertedWithCustomError(timelock, "TimelockInsufficientDelay")
      .withArgs(short, localA.timelockDelay);
  });
});

describe("appointRegistrar", () => {
  it("DEP-05 refuses every account, the deployer included", async () => {
    const { credentials } = await networkHelpers.loadFixture(fixture);
    const { credential, registrar } = localA.registrars[0]!;
    for (const signer of await ethers.getSigners()) {
      await expect(credentials.connect(signer).appointRegistrar(credential, registrar, 1))
        .to.be.revertedWithCustomError(credentials, "AccessManagedUnauthorized")
        .withArgs(signer.address);
    }
    expect(await credentials.isRegistrar(credential, registrar)).to.equal(false);
  });
});
