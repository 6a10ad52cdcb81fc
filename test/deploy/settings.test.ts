import { expect } from "chai";
import hre, { network } from "hardhat";
import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  keccak256,
  stringToBytes,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deployAll } from "../../deploy/deploy.ts";
import { deployFixture } from "../../deploy/fixture.ts";
import { localA } from "../../deploy/parameters/local.ts";
import { sepolia } from "../../deploy/parameters/sepolia.ts";
import { advanceSettings, missingSettings } from "../../deploy/settings.ts";
import { personaAccount } from "../../sdk/src/local/personas.ts";

type Connection = Awaited<ReturnType<typeof network.create>>;

// Nobody's key outside of this test; the well-known ones are refused on the chain that is simulated below.
const OWN_KEY = keccak256(stringToBytes("tallystick deployment test"));

function clients(
  { provider }: Connection,
  chainId: number,
  account: Account = personaAccount("deployer", localA.chainId),
) {
  const chain: Chain = {
    id: chainId,
    name: "simulated",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [] } },
  };
  const transport = custom({ request: (request) => provider.request(request) });
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
  it("DEP-10 proposes, votes, queues, executes, and then has nothing to do, however often it is called", async () => {
    const { deployed, client, wallet, market, credentials } = await networkHelpers.loadFixture(fixture);
    const advance = () => advanceSettings(client, wallet, deployed, localA);
    const { credential, registrar } = localA.registrars[0]!;

    for (const state of ["proposed", "voted", "scheduled"]) {
      const progress = await advance();
      expect(progress.state).to.equal(state);
      expect(await advance()).to.deep.equal(progress);
      expect(await market.feeBps()).to.equal(0);
      if ("nextAt" in progress) await networkHelpers.time.increaseTo(progress.nextAt);
    }
    expect(await advance()).to.have.property("state", "executed");
    expect(await market.feeBps()).to.equal(localA.feeBps);
    expect(await credentials.isRegistrar(credential, registrar)).to.equal(true);
    expect(await credentials.registrarUntil(credential, registrar)).to.equal(2n ** 40n - 1n);
    expect(await advance()).to.deep.equal({ state: "complete" });
  });

  it("DEP-10 can set the same thing again after it was changed in between", async () => {
    const { deployed, client, wallet, market } = await networkHelpers.loadFixture(fixture);
    const settle = async (parameters: typeof localA) => {
      for (;;) {
        const progress = await advanceSettings(client, wallet, deployed, parameters);
        if (progress.state === "complete") return;
        if ("nextAt" in progress) await networkHelpers.time.increaseTo(progress.nextAt);
      }
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
    const simulated = await network.create({
      network: "default",
      override: { chainId: sepolia.chainId, accounts: [{ privateKey: OWN_KEY, balance: 10n ** 20n }] },
    });
    const deployed = await deployAll(hre, simulated, sepolia);
    expect(deployed).not.to.have.property("EURX");
    const mirror = await simulated.ethers.getContractAt("EasMirror", deployed.EasMirror!);
    expect(await mirror.eas()).to.equal(sepolia.eas);
    expect(await mirror.credentials()).to.equal(deployed.Credentials);

    const { client, wallet } = clients(simulated, sepolia.chainId, privateKeyToAccount(OWN_KEY));
    for (;;) {
      const progress = await advanceSettings(client, wallet, deployed, sepolia);
      if (progress.state === "complete") break;
      if ("nextAt" in progress) await simulated.networkHelpers.time.increaseTo(progress.nextAt);
    }
    const credentials = await simulated.ethers.getContractAt("Credentials", deployed.Credentials!);
    expect(await credentials.isMirror(deployed.EasMirror!)).to.equal(true);
    expect(await missingSettings(client, deployed, sepolia)).to.deep.equal([]);
    await simulated.close();
  });
});

describe("deployAll", () => {
  it("DEP-14 refuses the well-known keys on a chain that is not local", async () => {
    const simulated = await network.create({ network: "default", override: { chainId: sepolia.chainId } });
    const refusal = await deployAll(hre, simulated, sepolia).catch((error: Error) => error.message);
    const deployer = personaAccount("deployer", localA.chainId).address.toLowerCase();
    expect(refusal).to.match(/belongs to the well-known test mnemonic, which is refused on chain 11155111\.$/);
    expect(String(refusal).toLowerCase()).to.include(deployer);
    const { client } = clients(simulated, sepolia.chainId);
    expect(await client.getBlockNumber()).to.equal(0n);
    await simulated.close();
  });
});
