import { expect } from "chai";
import hre, { network } from "hardhat";
import { addresses } from "../../deploy/addresses.ts";
import { moduleParameters } from "../../deploy/deploy.ts";
import local from "../../deploy/modules/local.ts";
import { localA } from "../../deploy/parameters/local.ts";
import { deployments, parametersOf } from "../../deploy/parameters/networks.ts";
import { addresses as generated } from "../../sdk/src/generated/addresses.ts";

describe("local addresses", () => {
  it("DEP-09 are the generated ones on both chains", async () => {
    const found = await addresses();
    expect(found["31337"]).to.deep.equal(generated["31337"]);
    expect(found["31338"]).to.deep.equal(generated["31338"]);
  });

  it("DEP-12 are the same when Ignition deploys the module by itself", async () => {
    const connection = await network.create();
    const contracts = await connection.ignition.deploy(local, { parameters: moduleParameters(localA) });
    expect(await contracts.market.getAddress()).to.equal(generated["31337"].Market);
    expect(await contracts.usdx.getAddress()).to.equal(generated["31337"].USDX);
    expect(await contracts.timelock.getMinDelay?.()).to.equal(BigInt(localA.timelockDelay));
    await connection.close();
  });
});

describe("parameters", () => {
  it("DEP-12 belong to a network of the Hardhat configuration with the same chain id", () => {
    for (const { chainId, network: name } of deployments) {
      expect(hre.config.networks[name]?.chainId, name).to.equal(chainId);
    }
  });

  it("DEP-12 are refused for a chain that nobody wrote them for", () => {
    expect(() => parametersOf(1)).to.throw("deploy/parameters has no file for chain 1");
  });
});
