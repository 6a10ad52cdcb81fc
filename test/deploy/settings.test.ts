import { expect } from "chai";
import hre, { network } from "hardhat";
import { type Chain, createPublicClient, createWalletClient, custom } from "viem";
import { deployAll } from "../../deploy/deploy.ts";
import { deployFixture } from "../../deploy/fixture.ts";
import { localA } from "../../deploy/parameters/local.ts";
import { sepolia } from "../../deploy/parameters/sepolia.ts";
import { advanceSettings, missingSettings } from "../../deploy/settings.ts";
import { personaAccount } from "../../sdk/src/local/personas.ts";

type Connection = Awaited<ReturnType<typeof network.create>>;

function clients({ provider }: Connection, chainId: number) {
  const chain: Chain = {
    id: chainId,
    name: "simulated",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [] } },
  };
  const transport = custom({ request: (request) => provider.request(request) });
  const account = personaAccount("deployer", localA.chainId);
  return {
    client: createPublicClient({ chain, transport, cacheTime: 0, pollingInterval: 10 }),
    wallet: createWalletClient({ chain, transport, account }),
  };
}

const connection = await network.create();
const { networkHelpers } = connection;
const fixture = async () => ({
  ...(await deployFixture(connection)),
  ...clients(connection, localA.chainId),
});

describe("advanceSettings", () => {
  it("DEP-10 schedules, waits, executes, and then has nothing to do, however often it is called", async () => {
    const { deployed, client, wallet, market, credentials } = await networkHelpers.loadFixture(fixture);
    const advance = () => advanceSettings(client, wallet, deployed, localA);
    const { credential, registrar } = localA.registrars[0]!;

    const scheduled = await advance();
    expect(scheduled.state).to.equal("scheduled");
    expect(await advance()).to.deep.equal(scheduled);
    expect(await market.feeBps()).to.equal(0);

    await networkHelpers.time.increase(localA.timelockDelay);
    expect(await advance()).to.have.property("state", "executed");
    expect(await market.feeBps()).to.equal(localA.feeBps);
    expect(await credentials.isRegistrar(credential, registrar)).to.equal(true);
    expect(await credentials.registrarUntil(credential, registrar)).to.equal(2n ** 40n - 1n);
    expect(await advance()).to.deep.equal({ state: "complete" });
  });

  it("DEP-10 can set the same thing again after it was changed in between", async () => {
    const { deployed, client, wallet, market } = await networkHelpers.loadFixture(fixture);
    const settle = async (parameters: typeof localA) => {
      await advanceSettings(client, wallet, deployed, parameters);
      await networkHelpers.time.increase(localA.timelockDelay);
      await advanceSettings(client, wallet, deployed, parameters);
    };
    await settle(localA);
    await settle({ ...localA, feeBps: 100 });
    expect(await market.feeBps()).to.equal(100);
    await settle({ ...localA, feeBps: 250 });
    expect(await market.feeBps()).to.equal(250);
    await settle({ ...localA, feeBps: 100 });
    expect(await market.feeBps()).to.equal(100);
  });
});

describe("a chain with the Ethereum Attestation Service", () => {
  it("DEP-13 gets a mirror, trusted through the timelock", async () => {
    const simulated = await network.create({ network: "default", override: { chainId: sepolia.chainId } });
    const deployed = await deployAll(hre, simulated, sepolia);
    expect(deployed).not.to.have.property("EURX");
    const mirror = await simulated.ethers.getContractAt("EasMirror", deployed.EasMirror!);
    expect(await mirror.eas()).to.equal(sepolia.eas);
    expect(await mirror.credentials()).to.equal(deployed.Credentials);

    const { client, wallet } = clients(simulated, sepolia.chainId);
    await advanceSettings(client, wallet, deployed, sepolia);
    await simulated.networkHelpers.time.increase(sepolia.timelockDelay);
    await advanceSettings(client, wallet, deployed, sepolia);
    const credentials = await simulated.ethers.getContractAt("Credentials", deployed.Credentials!);
    expect(await credentials.isMirror(deployed.EasMirror!)).to.equal(true);
    expect(await missingSettings(client, deployed, sepolia)).to.deep.equal([]);
    await simulated.close();
  });
});
