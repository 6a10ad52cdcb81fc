import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, encodeErrorResult, type Hex, HttpRequestError, UserRejectedRequestError, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Actor, connectActor, connectReader } from "../../src/chain/actor.ts";
import { calldataOf } from "../../src/chain/call.ts";
import { contractSentence } from "../../src/chain/contractSentences.ts";
import { contractErrors } from "../../src/chain/errorAbis.ts";
import { decodeRevert, explainError } from "../../src/chain/explainError.ts";
import { checkGenesis, genesisHash } from "../../src/chain/genesis.ts";
import { logsInRange } from "../../src/chain/logs.ts";
import { send, waitForOutcome } from "../../src/chain/send.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { publishKey } from "../../src/identity/encryptionKeys.ts";
import { personaAccount, personas } from "../../src/local/personas.ts";
import { chainOf, deployed, networkOf, networks } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain, word } from "../support/chain.ts";
import { codeOf, failureOf } from "../support/errors.ts";

describe("networks", () => {
  it("SDK-30 come from one list, with what the environment says", () => {
    const [a, b, sepolia] = networks({
      TALLYSTICK_PORT_CHAIN_A: "9545",
      TALLYSTICK_PORT_GATEWAY: "9787",
      TALLYSTICK_INDEXER: "http://127.0.0.1:1",
      SEPOLIA_RPC_URL: "https://rpc.example",
    });
    assert.deepEqual([a?.chainId, b?.chainId, sepolia?.chainId], [31337, 31338, 11155111]);
    assert.deepEqual(
      [a?.rpcUrls, b?.rpcUrls, sepolia?.rpcUrls],
      [["http://127.0.0.1:9545"], ["http://127.0.0.1:8546"], ["https://rpc.example"]],
    );
    assert.deepEqual(
      [a?.gateways, a?.indexer, a?.isLocal, sepolia?.isLocal],
      [["http://127.0.0.1:9787"], "http://127.0.0.1:1", true, false],
    );
    assert.deepEqual(networks({ TALLYSTICK_GATEWAYS: "http://x, http://y" })[0]?.gateways, ["http://x", "http://y"]);
    assert.equal(chainOf(networkOf(31338, {})).rpcUrls.default.http[0], "http://127.0.0.1:8546");
  });

  it("SDK-30 are refused when unknown, or where nothing is deployed", () => {
    assert.throws(() => networkOf(1), { code: "NetworkUnknown" });
    const { deployment: _, ...bare } = networkOf(31337, {});
    assert.throws(() => deployed(bare), { code: "NotDeployed" });
    assert.match(deployed(networkOf(31337, {})).market, /^0x[0-9a-fA-F]{40}$/);
  });
});

describe("personas", () => {
  it("SDK-32 are refused on every chain that is not local", () => {
    for (const { id } of personas) {
      for (const chainId of [1, 11155111, 0, 31336])
        assert.throws(() => personaAccount(id, chainId), { code: "PublicMnemonic" });
    }
    assert.equal(personaAccount("deployer", 31337).address, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  });
});

describe("errors of contracts", () => {
  it("SDK-34 have a sentence each, as far as they are ours", () => {
    // Ours are named after their contract; of OpenZeppelin's the usual ones have a sentence too.
    const ours = contractErrors.filter(({ name }) => /^[A-Z][A-Za-z]+_[A-Z]/.test(name));
    const contracts = new Set(ours.map(({ name }) => name.split("_")[0]));
    assert.ok(ours.length > 150 && contracts.size > 14, `${ours.length} errors of ${[...contracts].join(", ")}`);
    for (const { name, inputs } of ours) {
      const values = Object.fromEntries(
        inputs.map((input) => [
          input.name ?? "",
          input.type.startsWith("uint") ? 1_700_000_000 : `0x${"ab".repeat(20)}`,
        ]),
      );
      const { message, action } = contractSentence(name, values);
      assert.doesNotMatch(message, /^The contract refused:|undefined|NaN/, name);
      assert.match(message, /[.!]$/, name);
      assert.ok(action.length > 5, name);
    }
  });

  it("SDK-34 are decoded to their name and values", () => {
    const data = encodeErrorResult({
      abi: contractErrors,
      errorName: "Access_WindowClosed",
      args: [zeroHash, 1_700_000_000],
    } as Parameters<typeof encodeErrorResult>[0]);
    const error = decodeRevert(data);
    assert.deepEqual(
      [error.code, error.details],
      ["Access_WindowClosed", { offer: zeroHash, closedAt: 1_700_000_000 }],
    );
    assert.match(error.message, /2023-11-14T22:13:20Z/);
  });

  it("SDK-34 that nobody knows, and plain texts, are told as they are", () => {
    assert.deepEqual(
      [decodeRevert("0xdeadbeef").code, decodeRevert("0xdeadbeef").details],
      ["UnknownRevert", { data: "0xdeadbeef" }],
    );
    const plain = encodeErrorResult({
      abi: [{ type: "error", name: "Error", inputs: [{ type: "string" }] }],
      errorName: "Error",
      args: ["paused"],
    } as Parameters<typeof encodeErrorResult>[0]);
    assert.match(decodeRevert(plain).message, /The contract refused: paused/);
    assert.match(contractSentence("Other_Thing", { a: 1n }).message, /Other_Thing\(a 1\)/);
  });

  it("SDK-33 of wallets and nodes are named, however they are nested", () => {
    const network = networkOf(31337, {});
    const about = { act: "buy", account: "0xme", network };
    const code = (error: unknown): string => explainError(error, about).code;
    assert.equal(code(new UserRejectedRequestError(new Error("no"))), "UserRejected");
    assert.equal(code(new Error("x", { cause: { code: 4001 } })), "UserRejected");
    assert.equal(code(new HttpRequestError({ url: "http://x" })), "ChainUnreachable");
    assert.equal(code(new Error("insufficient funds for gas * price + value")), "InsufficientFunds");
    assert.equal(code(new Error("x", { cause: { data: { data: "0xdeadbeef" } } })), "UnknownRevert");
    assert.equal(code("odd"), "UnknownFailure");
    assert.equal(explainError(decodeRevert("0xdeadbeef"), about).code, "UnknownRevert");
  });
});

describe("logsInRange", () => {
  it("SDK-45 halves a range that the node finds too long, and keeps the order", async () => {
    const ranges: string[] = [];
    const read = async (from: bigint, to: bigint): Promise<bigint[]> => {
      ranges.push(`${from}-${to}`);
      if (to - from > 1_000n) throw new Error("range too long");
      return [from, to];
    };
    const found = await logsInRange(read, 0n, 3_000n);
    assert.deepEqual(
      [...found],
      [...found].sort((a, b) => Number(a - b)),
    );
    assert.deepEqual([found[0], found.at(-1), ranges[0]], [0n, 3_000n, "0-3000"]);
    await assert.rejects(
      logsInRange(async () => Promise.reject(new Error("down")), 0n, 3_000n),
      /down/,
    );
    assert.deepEqual(await logsInRange(read, 5n, 4n), []);
  });
});

describe("sending", () => {
  let chain: TestChain;
  let actor: Actor;
  let keys: Address;

  before(async () => {
    chain = await testChain();
    actor = chain.actor("analyst");
    keys = deployed(chain.network).encryptionKeys;
  });
  after(() => chain.close());

  const rpc = (method: string, ...params: unknown[]): Promise<unknown> =>
    chain.provider.request({ method: method as "eth_chainId", params: params as never });
  const hold = async (work: () => Promise<void>): Promise<void> => {
    await rpc("evm_setAutomine", false);
    try {
      await work();
    } finally {
      await rpc("evm_setAutomine", true);
    }
  };

  it("SDK-33 tells the hash at once, and the receipt when it is confirmed", async () => {
    let sent: Hex | undefined;
    const { hash, receipt } = await send(actor, publishKey(keys, word(1)), {
      onSent: (each) => {
        sent = each;
      },
    });
    assert.equal(sent, hash);
    assert.deepEqual([receipt.status, receipt.from], ["success", addressOf(actor).toLowerCase()]);
    assert.equal((await waitForOutcome(actor, hash)).status, "confirmed");
  });

  it("SDK-33 sends nothing that would be refused", async () => {
    const nonce = await actor.client.getTransactionCount({ address: addressOf(actor) });
    const error = await failureOf(send(actor, publishKey(keys, zeroHash)));
    assert.equal(error.code, "EncryptionKeys_BadKey");
    assert.equal(await actor.client.getTransactionCount({ address: addressOf(actor) }), nonce);
  });

  it("SDK-33 says why a transaction was reverted after all", async () => {
    const other = chain.actor("trader");
    const { eurx } = deployed(chain.network);
    const faucet = {
      address: eurx as Address,
      abi: demoTokenAbi,
      functionName: "faucet",
      args: [addressOf(other)],
    } as const;
    await hold(async () => {
      const sent = Promise.withResolvers<void>();
      const failing = failureOf(send(actor, faucet, { onSent: () => sent.resolve() }));
      await sent.promise;
      // Somebody pays more and takes what was free a moment ago.
      await other.wallet.sendTransaction({
        chain: chainOf(chain.network),
        to: faucet.address,
        data: calldataOf(faucet),
        gas: 200_000n,
        maxFeePerGas: 10n ** 11n,
        maxPriorityFeePerGas: 10n ** 11n,
      });
      await rpc("evm_mine");
      const failed = await failing;
      assert.equal(failed.code, "DemoToken_ComeBackLater");
      assert.match(failed.message, /^The transaction was reverted: /);
      assert.match(String(failed.details.hash), /^0x/);
    });
  });

  it("SDK-33 notices that a transaction was replaced", async () => {
    await hold(async () => {
      const { wallet, client } = actor;
      const nonce = await client.getTransactionCount({ address: addressOf(actor) });
      const options = { chain: chainOf(chain.network), account: wallet.account, nonce, gas: 100_000n };
      const first = await wallet.sendTransaction({
        ...options,
        to: keys,
        data: "0x",
        maxFeePerGas: 10n ** 10n,
        maxPriorityFeePerGas: 10n ** 9n,
      });
      // The watcher must have seen the first one before it is gone.
      const seen = Promise.withResolvers<void>();
      const provider = {
        request: async (args: { method: string; params?: unknown }) => {
          const answer: unknown = await rpc(args.method, ...((args.params ?? []) as unknown[]));
          if (args.method === "eth_getTransactionByHash" && answer !== null) seen.resolve();
          return answer;
        },
      } as TestChain["provider"];
      const outcome = waitForOutcome(connectReader(chain.network, provider), first);
      await seen.promise;
      const second = await wallet.sendTransaction({
        ...options,
        to: addressOf(actor),
        value: 1n,
        maxFeePerGas: 10n ** 11n,
        maxPriorityFeePerGas: 10n ** 10n,
      });
      await rpc("evm_mine");
      const ended = await outcome;
      assert.deepEqual([ended.status, "replacement" in ended && ended.replacement], ["replaced", second]);
    });
  });

  it("SDK-33 gives up waiting when it was told to", async () => {
    const missing = `0x${"12".repeat(32)}` as Hex;
    assert.deepEqual(await waitForOutcome(actor, missing, undefined, 1), {
      status: "timeout",
      hash: missing,
      seconds: 1,
    });
  });

  it("SDK-33 refuses a wallet on another chain, a poor account, and a chain that is down", async () => {
    const elsewhere = { ...actor, wallet: { ...actor.wallet, getChainId: async () => 1 } };
    const wrong = await failureOf(send(elsewhere, publishKey(keys, word(2))));
    assert.deepEqual([wrong.code, wrong.details], ["WrongChain", { expected: 31337, actual: 1 }]);
    const poor = chain.actor(privateKeyToAccount(`0x${"5".repeat(64)}`));
    assert.equal(await codeOf(send(poor, publishKey(keys, word(2)))), "InsufficientFunds");
    const down = connectActor({ ...chain.network, rpcUrls: ["http://127.0.0.1:9"] }, actor.wallet.account);
    assert.equal(await codeOf(send(down, publishKey(keys, word(2)))), "ChainUnreachable");
  });

  it("SDK-33 says that the wallet declined, and sends nothing", async () => {
    const wallet = {
      ...actor.wallet,
      sendTransaction: async () => {
        throw new UserRejectedRequestError(new Error("no"));
      },
    };
    const nonce = await actor.client.getTransactionCount({ address: addressOf(actor) });
    assert.equal(
      await codeOf(send({ ...actor, wallet } as unknown as Actor, publishKey(keys, word(3)))),
      "UserRejected",
    );
    assert.equal(await actor.client.getTransactionCount({ address: addressOf(actor) }), nonce);
  });

  it("SDK-31 tells a restarted chain from the one that the indexer knows", async () => {
    const { client } = chain.reader;
    const genesis = await genesisHash(client);
    const answering = (body: unknown, status = 200) => ({
      fetch: async () => new Response(JSON.stringify(body), { status }),
    });
    await checkGenesis(
      client,
      "http://i",
      answering([
        { chainId: 31338, indexed: zeroHash },
        { chainId: 31337, indexed: genesis },
      ]),
    );
    const foreign = await failureOf(
      checkGenesis(client, "http://i", answering([{ chainId: 31337, indexed: zeroHash }])),
    );
    assert.deepEqual(
      [foreign.code, foreign.details],
      ["ForeignChain", { chainId: 31337, expected: zeroHash, actual: genesis }],
    );
    for (const body of [[], {}, [{ chainId: 31337, indexed: null }]]) {
      assert.equal(await codeOf(checkGenesis(client, "http://i", answering(body))), "IndexerFailed");
    }
    assert.equal(await codeOf(checkGenesis(client, "http://127.0.0.1:9")), "IndexerUnreachable");
  });
});
