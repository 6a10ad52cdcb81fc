import { expect } from "chai";
import { network } from "hardhat";
import { deployFixture } from "../../deploy/fixture.ts";
import { localA } from "../../deploy/parameters/local.ts";

const FOR = 1n;
const { votingDelay, votingPeriod } = localA.governance;

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** A proposal of the deployer, who holds the first supply, to set the market's fee to 3 %. */
const fixture = async () => {
  const contracts = await deployFixture(connection);
  const { market, governor } = contracts;
  const [deployer, keeper, relayer] = await ethers.getSigners();
  const data = market.interface.encodeFunctionData("setFee", [300]);
  const lists = [[await market.getAddress()], [0n], [data]] as [string[], bigint[], string[]];
  const text = "A fee of 3 %.";
  const description = `${text}#proposer=${deployer!.address.toLowerCase()}`;
  const args = [...lists, ethers.id(description)] as [string[], bigint[], string[], string];
  const id = await governor.getProposalId(...args);
  const won = async () => {
    await governor.connect(deployer!).propose(...lists, text);
    await networkHelpers.time.increase(votingDelay + 1n);
    await governor.connect(deployer!).castVote(id, FOR);
    await networkHelpers.time.increase(votingPeriod);
  };
  return { ...contracts, deployer: deployer!, keeper: keeper!, relayer: relayer!, lists, args, id, won };
};

describe("setFee", () => {
  it("DEP-04 works through a vote and the timelock, carried out by anyone after the delay", async () => {
    const { market, governor, relayer, keeper, args, id, won } = await networkHelpers.loadFixture(fixture);
    await won();
    await expect(governor.connect(keeper).queue(...args)).to.emit(governor, "ProposalQueued");
    await networkHelpers.time.increase(localA.timelockDelay);
    await expect(governor.connect(relayer).execute(...args))
      .to.emit(market, "FeeSet")
      .withArgs(300)
      .to.emit(governor, "ProposalExecuted")
      .withArgs(id);
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
    const { market, timelock, governor, args, id, won } = await networkHelpers.loadFixture(fixture);
    await won();
    await governor.queue(...args);
    const READY = 2n ** 2n;
    await expect(governor.execute(...args))
      .to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState")
      .withArgs(ethers.toBeHex(id, 32), ethers.toBeHex(READY, 32));
    expect(await market.feeBps()).to.equal(0);
  });

  it("DEP-02 refuses to schedule, cancel or execute past the governor, whoever asks", async () => {
    const { timelock, keeper, deployer, lists } = await networkHelpers.loadFixture(fixture);
    const zero = ethers.ZeroHash;
    for (const caller of [keeper, deployer]) {
      await expect(timelock.connect(caller).scheduleBatch(...lists, zero, zero, localA.timelockDelay))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(caller.address, await timelock.PROPOSER_ROLE());
      await expect(timelock.connect(caller).executeBatch(...lists, zero, zero))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(caller.address, await timelock.EXECUTOR_ROLE());
      await expect(timelock.connect(caller).cancel(zero))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(caller.address, await timelock.CANCELLER_ROLE());
    }
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
