import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { InterfaceAbi } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, deployToken, type Figures, gasOf, PRICE } from "./market.ts";

const require = createRequire(import.meta.url);

function artifact(path: string): { readonly abi: InterfaceAbi; readonly bytecode: string } {
  const name = path.split("/").at(-1);
  const file = `@oceanprotocol/contracts/artifacts/contracts/${path}.sol/${name}.json`;
  return JSON.parse(readFileSync(require.resolve(file), "utf8"));
}

/** Ocean's figures: the enterprise data token with a fixed rate exchange, as they are published on npm. */
export async function measureOcean(connection: NetworkConnection): Promise<Figures> {
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [owner, provider, seller, reader] = [at(0), at(1), at(2), at(4)];
  const none = ethers.ZeroAddress;
  const token = await deployToken(connection);
  const deploy = async (path: string, ...args: unknown[]) => {
    const { abi, bytecode } = artifact(path);
    const contract = await new ethers.ContractFactory(abi, bytecode, owner).deploy(...args);
    return ethers.getContractAt(abi as never[], await contract.getAddress(), owner);
  };
  const router = await deploy("pools/FactoryRouter", owner.address, token.target, owner.address, owner.address, []);
  const nftTemplate = await deploy("templates/ERC721Template");
  const templateArtifact = artifact("templates/ERC20TemplateEnterprise");
  const dataTokenTemplate = await deploy("templates/ERC20TemplateEnterprise");
  const exchange = await deploy("pools/fixedRate/FixedRateExchange", router.target);
  const dispenser = await deploy("pools/dispenser/Dispenser", router.target);
  const factory = await deploy("ERC721Factory", nftTemplate.target, dataTokenTemplate.target, router.target);
  await router.getFunction("addFactory")(factory.target);
  await router.getFunction("addFixedRateContract")(exchange.target);
  await router.getFunction("addDispenserContract")(dispenser.target);
  await router.getFunction("addApprovedToken")(token.target);

  const publish = async () => {
    const create = factory.connect(seller).getFunction("createNftWithErc20WithFixedRate");
    const nft = {
      name: "Data",
      symbol: "DATA",
      templateIndex: 1,
      tokenURI: "",
      transferable: true,
      owner: seller.address,
    };
    const dataToken = {
      templateIndex: 1,
      strings: ["Access", "ACC"],
      addresses: [seller.address, seller.address, seller.address, none],
      uints: [2n ** 90n, 0n],
      bytess: [],
    };
    const rate = {
      fixedPriceAddress: exchange.target,
      addresses: [token.target, seller.address, seller.address, none],
      // Decimals of both tokens, price of one data token, market fee, minted on demand.
      uints: [6n, 18n, PRICE * 10n ** 12n, 0n, 1n],
    };
    const [nftAddress, tokenAddress, exchangeId]: [string, string, string] = await create.staticCall(
      nft,
      dataToken,
      rate,
    );
    const gas = await gasOf(create(nft, dataToken, rate));
    return { gas, nftAddress, tokenAddress, exchangeId };
  };
  await publish();
  const { gas, nftAddress, tokenAddress, exchangeId } = await publish();
  const dataToken = await ethers.getContractAt(templateArtifact.abi as never[], tokenAddress, seller);
  for (const signer of signers) await token.connect(signer).approve(tokenAddress, ethers.MaxUint256);

  const providerFee = await signedProviderFee();
  const order = (consumer: string) => ({
    consumer,
    serviceIndex: 0n,
    _providerFee: providerFee,
    _consumeMarketFee: { consumeMarketFeeAddress: none, consumeMarketFeeToken: none, consumeMarketFeeAmount: 0n },
  });
  const buy = (payer: typeof reader) => {
    const paid = {
      exchangeContract: exchange.target,
      exchangeId,
      // Ocean takes its community fee on top.
      maxBaseTokenAmount: 2n * PRICE,
      swapMarketFee: 0n,
      marketFeeAddress: none,
    };
    return gasOf(dataToken.connect(payer).getFunction("buyFromFreAndOrder")(order(payer.address), paid));
  };
  await buy(at(3));
  const bought = await buy(reader);
  const again = await buy(reader);

  const nft = await ethers.getContractAt(artifact("templates/ERC721Template").abi as never[], nftAddress, seller);
  const setMetaData = nft.getFunction("setMetaData");
  const version = (name: string) => setMetaData(1, "http://keeper", "0x123", "0x02", "0x", ethers.id(name), []);
  await version("first");
  const versioned = await gasOf(version("second"));

  return {
    "publish ready to sell": gas,
    "buy timed access, new reader": bought,
    "buy timed access, same reader again": again,
    "new version": versioned,
  };

  async function signedProviderFee() {
    const fee = { providerFeeAddress: provider.address, providerFeeToken: token.target, providerFeeAmount: 0n };
    const rest = { validUntil: 0n, providerData: "0x" };
    const hash = ethers.solidityPackedKeccak256(
      ["bytes", "address", "address", "uint256", "uint256"],
      [rest.providerData, fee.providerFeeAddress, fee.providerFeeToken, fee.providerFeeAmount, rest.validUntil],
    );
    const { v, r, s } = ethers.Signature.from(await provider.signMessage(ethers.getBytes(hash)));
    return { ...fee, v, r, s, ...rest };
  }
}
