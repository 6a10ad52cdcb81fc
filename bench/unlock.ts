import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { InterfaceAbi } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, DURATION, deployToken, type Figures, gasOf, PRICE } from "./market.ts";

const require = createRequire(import.meta.url);

type Artifact = { readonly abi: InterfaceAbi; readonly bytecode: string };

function artifact(path: string): Artifact {
  return JSON.parse(readFileSync(require.resolve(`@unlock-protocol/contracts/dist/abis/${path}.json`), "utf8"));
}

/** Unlock's figures: UnlockV14 and PublicLock v15 as they are published on npm. */
export async function measureUnlock(connection: NetworkConnection): Promise<Figures> {
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [owner, seller, reader] = [at(0), at(2), at(4)];
  const token = await deployToken(connection);
  const deploy = async ({ abi, bytecode }: Artifact) => {
    const contract = await new ethers.ContractFactory(abi, bytecode, owner).deploy();
    return ethers.getContractAt(abi as never[], await contract.getAddress(), owner);
  };
  const lockArtifact = artifact("PublicLock/PublicLockV15");
  const unlockArtifact = artifact("Unlock/UnlockV14");
  const initialize = ethers.Interface.from(unlockArtifact.abi).encodeFunctionData("initialize", [owner.address]);
  // Its initializer runs in a proxy's constructor only.
  const proxy = await ethers.deployContract("ProxyMock", [(await deploy(unlockArtifact)).target, initialize]);
  const unlock = await ethers.getContractAt(unlockArtifact.abi as never[], proxy.target, owner);
  const template = await deploy(lockArtifact);
  await unlock.getFunction("addLockTemplate")(template.target, 15);
  await unlock.getFunction("setLockTemplate")(template.target);

  const lockInterface = ethers.Interface.from(lockArtifact.abi);
  const create = unlock.connect(seller).getFunction("createUpgradeableLockAtVersion(bytes,uint16)");
  const terms = [seller.address, DURATION, token.target, PRICE, ethers.MaxUint256, "Data"];
  const call = lockInterface.encodeFunctionData("initialize", terms);
  await create(call, 15);
  const lockAddress: string = await create.staticCall(call, 15);
  const published = await gasOf(create(call, 15));
  const lock = await ethers.getContractAt(lockArtifact.abi as never[], lockAddress, seller);
  for (const signer of signers) await token.connect(signer).approve(lockAddress, ethers.MaxUint256);

  const none = ethers.ZeroAddress;
  const purchase = async (payer: typeof reader, recipients: readonly string[]) => {
    const each = <T>(value: T) => recipients.map(() => value);
    const buy = lock.connect(payer).getFunction("purchase(uint256[],address[],address[],address[],bytes[])");
    return gasOf(buy(each(PRICE), recipients, each(none), each(none), each("0x")));
  };
  const tokenOf = (address: string): Promise<bigint> => lock.getFunction("tokenOfOwnerByIndex")(address, 0n);
  await purchase(at(3), [at(3).address]);
  const bought = await purchase(reader, [reader.address]);
  const extend = lock.connect(reader).getFunction("extend");
  const key = await tokenOf(reader.address);
  await extend(PRICE, key, none, "0x");
  const extended = await gasOf(extend(PRICE, key, none, "0x"));
  const batch = await purchase(
    at(5),
    [6, 7, 8, 9, 10].map((index) => at(index).address),
  );
  const granted = await gasOf(lock.getFunction("grantKeys")([at(11).address], [2n ** 40n], [none]));
  const revoked = await gasOf(lock.getFunction("expireAndRefundFor")(await tokenOf(at(11).address), 0n));
  const refund = await gasOf(lock.connect(reader).getFunction("cancelAndRefund")(key));
  const probe = await ethers.deployContract("GasProbe");
  const question = lockInterface.encodeFunctionData("getHasValidKey", [at(3).address]);
  const asked = Number(await probe.measure(lockAddress, question));
  const withdraw = lock.getFunction("withdraw");
  await withdraw(token.target, seller.address, 1n);
  const withdrawn = await gasOf(withdraw(token.target, seller.address, PRICE));
  return {
    "publish ready to sell": published,
    "buy timed access, new reader": bought,
    "buy timed access, same reader again": extended,
    "batch of 5, same reader, in all": batch,
    "free access": granted,
    "revoke one": revoked,
    refund,
    "ask for access from a contract": asked,
    "seller withdraws": withdrawn,
  };
}
