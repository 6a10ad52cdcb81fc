import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import hre from "hardhat";
import {
  type Address,
  concat,
  type EIP1193Provider,
  encodeAbiParameters,
  getContractAddress,
  type Hex,
  keccak256,
  zeroHash,
} from "viem";
import { type Actor, connectActor, connectReader, type Reader } from "../../src/chain/actor.ts";
import { compactSignature } from "../../src/chain/signature.ts";
import { personaAccount } from "../../src/local/personas.ts";
import { networkOf } from "../../src/networks.ts";
import type { Order, SignedOrder } from "../../src/swaps/order.ts";
import { swapOrderHash } from "../../src/swaps/order.ts";
import {
  isSwapOrderSigned,
  isTakeSigned,
  isWithdrawalSigned,
  type Readers,
  signSwapOrder,
  signTake,
  signWithdrawal,
} from "../../src/swaps/orderSignatures.ts";
import { deployMock } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";
import { maker, order, stranger, taker } from "../support/swapOrders.ts";

/** Deploys what it is sent, at an address that salt and code decide. */
const FACTORY_CODE =
  "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";
const FACTORY: Address = "0x4e59b44847b379578588920ca78fbf26c0b4956c";

const noReaders: Readers = () => undefined;
const of = (account: typeof maker): Actor => connectActor(networkOf(31337, {}), account);

describe("signatures of orders", () => {
  let connection: Awaited<ReturnType<typeof hre.network.create>>;
  let reader: Reader;
  let deployer: Actor;
  /** The chain of `gives`, 31338, is the one that is read. */
  let readers: Readers;
  before(async () => {
    connection = await hre.network.create({ network: "default", override: { chainId: 31338 } });
    const provider = connection.provider as unknown as Pick<EIP1193Provider, "request">;
    reader = connectReader(networkOf(31338, {}), provider);
    deployer = connectActor(networkOf(31338, {}), personaAccount("deployer", 31338), provider);
    readers = (chainId) => (chainId === 31338 ? reader : undefined);
  });
  after(async () => {
    await connection.close();
  });

  const request = (method: string, params: unknown[]) => connection.provider.request({ method, params });
  /** An order of a contract wallet, signed by its owner's key. */
  const ofWallet = async (wallet: Address, key = maker): Promise<SignedOrder> => {
    const own: Order = { ...order, maker: wallet };
    return signSwapOrder(of(key), own);
  };

  it("SWP-80 tell a maker's key without any chain, in one form only", async () => {
    const signed = await signSwapOrder(of(maker), order);
    assert.equal(await isSwapOrderSigned(noReaders, signed), true);
    const changed = { ...signed, order: { ...order, minimumFill: 301n } };
    assert.equal(await codeOf(isSwapOrderSigned(noReaders, changed)), "NetworkUnknown");
    assert.equal(await isSwapOrderSigned(readers, changed), false);
    assert.equal(await isSwapOrderSigned(readers, await signSwapOrder(of(stranger), order)), false);
    const { r, vs } = compactSignature(signed.signature);
    assert.equal(await isSwapOrderSigned(readers, { order, signature: concat([r, vs]) }), false);
    const s = BigInt(`0x${signed.signature.slice(66, 130)}`);
    const otherS = (0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n - s)
      .toString(16)
      .padStart(64, "0");
    const v = signed.signature.endsWith("1b") ? "1c" : "1b";
    const malleated = `${signed.signature.slice(0, 66)}${otherS}${v}` as Hex;
    assert.equal(await isSwapOrderSigned(readers, { order, signature: malleated }), false);
  });

  it("SWP-80 ask a contract wallet on the chain where it gives", async () => {
    const wallet = await deployMock(deployer, "WalletMock", [maker.address]);
    assert.equal(await isSwapOrderSigned(readers, await ofWallet(wallet)), true);
    assert.equal(await isSwapOrderSigned(readers, await ofWallet(wallet, stranger)), false);
  });

  it("SWP-80 believe the key of an account whose code is a wallet's (ERC-7702)", async () => {
    const wallet = await deployMock(deployer, "WalletMock", [stranger.address]);
    await request("hardhat_setCode", [maker.address, `0xef0100${wallet.slice(2)}`]);
    assert.equal(await isSwapOrderSigned(readers, await signSwapOrder(of(maker), order)), true);
    assert.equal(await isSwapOrderSigned(readers, await signSwapOrder(of(stranger), order)), false);
    await request("hardhat_setCode", [maker.address, "0x"]);
  });

  it("SWP-80 ask a wallet that is not deployed yet as it would be (ERC-6492)", async () => {
    await request("hardhat_setCode", [FACTORY, FACTORY_CODE]);
    const { bytecode } = await hre.artifacts.readArtifact("WalletMock");
    const code = concat([bytecode as Hex, encodeAbiParameters([{ type: "address" }], [maker.address])]);
    const wallet = getContractAddress({
      opcode: "CREATE2",
      from: FACTORY,
      salt: zeroHash,
      bytecodeHash: keccak256(code),
    });
    const wrap = (signature: Hex): Hex =>
      concat([
        encodeAbiParameters(
          [{ type: "address" }, { type: "bytes" }, { type: "bytes" }],
          [FACTORY, concat([zeroHash, code]), signature],
        ),
        `0x${"6492".repeat(16)}`,
      ]);
    const signed = await ofWallet(wallet);
    assert.equal(await isSwapOrderSigned(readers, { ...signed, signature: wrap(signed.signature) }), true);
    assert.equal(await isSwapOrderSigned(readers, signed), false, "without the code");
    const forged = await ofWallet(wallet, stranger);
    assert.equal(await isSwapOrderSigned(readers, { ...forged, signature: wrap(forged.signature) }), false);
    const broken: Hex = `0x12${"6492".repeat(16)}`;
    assert.equal(await isSwapOrderSigned(readers, { ...signed, signature: broken }), false);
    assert.equal(await reader.client.getCode({ address: wallet }), undefined, "nothing was deployed");
  });

  it("SWP-80 say when the chain of a wallet does not answer", async () => {
    const down = connectReader({ ...networkOf(31338, {}), rpcUrls: ["http://127.0.0.1:1"] });
    const signed = await ofWallet(taker.address);
    assert.equal(await codeOf(isSwapOrderSigned(() => down, signed)), "ChainUnreachable");
    const coming = { ...signed, signature: `0x12${"6492".repeat(16)}` as const };
    assert.equal(await codeOf(isSwapOrderSigned(() => down, coming)), "ChainUnreachable");
  });

  it("SWP-84 tell a taker's note, and for which order", async () => {
    const take = {
      order: swapOrderHash(order),
      taker: taker.address,
      recipient: stranger.address,
      hashlock: `0x${"ab".repeat(32)}`,
      amount: 1_000n,
      deadline: order.deadline,
    } as const;
    const signed = await signTake(of(taker), take);
    assert.equal(await isTakeSigned(noReaders, order, signed), true);
    // A contract wallet is asked where the taker locks.
    const swapped: Order = { ...order, wants: order.gives, gives: order.wants };
    assert.equal(await isTakeSigned(readers, swapped, { ...signed, take: { ...take, amount: 1_001n } }), false);
    const wallet = await deployMock(deployer, "WalletMock", [taker.address]);
    const ofHis = await signTake(of(taker), { ...take, taker: wallet });
    assert.equal(await isTakeSigned(readers, swapped, ofHis), true);
    assert.equal(await codeOf(isTakeSigned(readers, order, ofHis)), "NetworkUnknown");
  });

  it("SWP-84 tell a maker's withdrawal, by number", async () => {
    const signed = await signWithdrawal(of(maker), { maker: maker.address, nonce: 7n });
    assert.equal(await isWithdrawalSigned(noReaders, 31338, signed), true);
    const other = { ...signed, withdrawal: { ...signed.withdrawal, nonce: 8n } };
    assert.equal(await isWithdrawalSigned(readers, 31338, other), false);
    const forged = await signWithdrawal(of(stranger), { maker: maker.address, nonce: 7n });
    assert.equal(await isWithdrawalSigned(readers, 31338, forged), false);
    const wallet = await deployMock(deployer, "WalletMock", [maker.address]);
    const ofHis = await signWithdrawal(of(maker), { maker: wallet, nonce: 7n });
    assert.equal(await isWithdrawalSigned(readers, 31338, ofHis), true);
  });
});
