import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { personaAccount } from "@tallystick/sdk/local/personas";
import { type Network, networkOf } from "@tallystick/sdk/networks";
import hre from "hardhat";
import {
  type Address,
  concat,
  createPublicClient,
  createWalletClient,
  encodeAbiParameters,
  getContractAddress,
  type Hex,
  http,
  serializeErc6492Signature,
  zeroHash,
} from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { openSessionStore } from "../lib/server/database.ts";
import { newNonce, signIn } from "../lib/server/sign-in.ts";
import { signatureCheck } from "../lib/server/signed.ts";

const chainId = 31337;
const host = "localhost:3000";
const now = Date.now();
const owner = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());

const at = (rpc: string): Network => ({ ...networkOf(chainId), rpcUrls: [rpc] });

/** Signs in as an account whose signature somebody makes; `wrap` turns it into what the account's contract takes. */
async function attempt(
  network: Network,
  address: Address,
  by: PrivateKeyAccount,
  wrap: (signature: Hex) => Hex = (signature) => signature,
  ask?: typeof fetch,
) {
  const store = openSessionStore(":memory:");
  const nonce = newNonce(store, now);
  const fields = { address, chainId, domain: host, nonce, uri: `http://${host}`, issuedAt: new Date(now) };
  const message = createSiweMessage({ ...fields, version: "1" });
  const signature = wrap(await by.signMessage({ message }));
  const check = signatureCheck([network], ask);
  const result = await signIn(message, signature, { host, chainIds: [chainId], store, check, now });
  return typeof result === "string" ? result : result.address;
}

describe("signatureCheck without a chain", () => {
  const nowhere = at("http://127.0.0.1:1");

  it("APP-10 takes an account's own key without asking any chain", async () => {
    let asked = 0;
    const ask: typeof fetch = async () => {
      asked += 1;
      throw new Error("down");
    };
    assert.equal(await attempt(nowhere, owner.address, owner, undefined, ask), owner.address);
    assert.equal(asked, 0);
  });

  it("APP-28 says that the chain is down instead of blaming the signature", async () => {
    assert.equal(await attempt(nowhere, owner.address, stranger), "chainDown");
  });

  it("APP-28 says so too when the node refuses, or breaks off its answer", async () => {
    const refusing: typeof fetch = async () => new Response("busy", { status: 503 });
    assert.equal(await attempt(nowhere, owner.address, stranger, undefined, refusing), "chainDown");
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    const breaking: typeof fetch = async () => new Response(broken, { status: 200 });
    assert.equal(await attempt(nowhere, owner.address, stranger, undefined, breaking), "chainDown");
  });
});

describe("signatureCheck with smart accounts", () => {
  // The deterministic deployer that is on nearly every chain: salt || creation code -> CREATE2.
  const FACTORY_CODE: Hex =
    "0x604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";
  let server: Awaited<ReturnType<typeof hre.network.createServer>>;
  let network: Network;
  let code: Hex;

  before(async () => {
    server = await hre.network.createServer({ network: "chainA" }, "127.0.0.1", 0);
    const { port } = await server.listen();
    network = at(`http://127.0.0.1:${port}`);
    const { bytecode } = await hre.artifacts.readArtifact("WalletMock");
    code = concat([bytecode as Hex, encodeAbiParameters([{ type: "address" }], [owner.address])]);
  });
  after(() => server.close());

  async function deploy(data: Hex): Promise<Address> {
    const transport = http(network.rpcUrls[0]);
    const wallet = createWalletClient({ account: personaAccount("trader", chainId), transport });
    const hash = await wallet.sendTransaction({ data, chain: null });
    const { contractAddress } = await createPublicClient({ transport }).waitForTransactionReceipt({ hash });
    assert.ok(contractAddress);
    return contractAddress;
  }

  it("APP-10 signs in a deployed contract wallet (ERC-1271) by its owner's signature, and by no other", async () => {
    const wallet = await deploy(code);
    assert.equal((await attempt(network, wallet, owner)).toLowerCase(), wallet.toLowerCase());
    assert.equal(await attempt(network, wallet, stranger), "badSignature");
  });

  it("APP-10 signs in a contract wallet that is not deployed yet (ERC-6492), and no other", async () => {
    const factory = await deploy(FACTORY_CODE);
    const wallet = getContractAddress({ opcode: "CREATE2", from: factory, salt: zeroHash, bytecode: code });
    const wrap = (signature: Hex) =>
      serializeErc6492Signature({ address: factory, data: concat([zeroHash, code]), signature });
    assert.equal(await attempt(network, wallet, owner, wrap), wallet);
    assert.equal(await attempt(network, wallet, stranger, wrap), "badSignature");
  });

  it("APP-10 refuses an account without code, whose key did not sign", async () => {
    assert.equal(await attempt(network, owner.address, stranger), "badSignature");
  });
});
