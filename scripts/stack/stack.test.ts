import assert from "node:assert/strict";
import { createCipheriv, createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Actor, connectActor } from "@tallystick/sdk/chain/actor";
import { send } from "@tallystick/sdk/chain/send";
import type { DecryptedFile } from "@tallystick/sdk/data/dataset";
import { deskAbi } from "@tallystick/sdk/generated/abis/Desk";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { passesAbi } from "@tallystick/sdk/generated/abis/Passes";
import { quotesAbi } from "@tallystick/sdk/generated/abis/Quotes";
import { ratingsAbi } from "@tallystick/sdk/generated/abis/Ratings";
import { receivablesAbi } from "@tallystick/sdk/generated/abis/Receivables";
import { statementsAbi } from "@tallystick/sdk/generated/abis/Statements";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { dueOf } from "@tallystick/sdk/governance/dividends";
import { holdingOf } from "@tallystick/sdk/governance/power";
import { limitOf } from "@tallystick/sdk/governance/treasury";
import { deriveKeyPair } from "@tallystick/sdk/identity/encryptionKeyPair";
import { debtorLine, debtorRecord } from "@tallystick/sdk/instruments/debtors";
import { streamsOf } from "@tallystick/sdk/instruments/evidence";
import { evidenceStreams } from "@tallystick/sdk/instruments/words";
import { type PersonaId, personaAccount } from "@tallystick/sdk/local/personas";
import { buy } from "@tallystick/sdk/market/buying";
import { checkRequest, consentOf, mayRead, recordOf, requestsOf } from "@tallystick/sdk/market/consents";
import { offersOf } from "@tallystick/sdk/market/offers";
import { openDataset, readFiles } from "@tallystick/sdk/market/openDataset";
import { publishDataset } from "@tallystick/sdk/market/publishDataset";
import { hasAccess } from "@tallystick/sdk/market/rights";
import { datasetId } from "@tallystick/sdk/market/terms";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { type Abi, type Address, numberToHex, zeroAddress } from "viem";
import { root } from "../lib/files.ts";
import type { CatalogueId } from "../seed/catalogue.ts";
import { seedChain } from "../seed/seed.ts";
import { saltOf } from "../seed/world.ts";
import { decidesAlone, proposalsOf, relayedBallots } from "./daoStory.ts";
import { partsWith, portVariables } from "./ports.ts";
import { receivablesToldOf, tiersOfLots } from "./receivablesStory.ts";
import { rpcAt } from "./rpc.ts";
import { forget, freePorts, pidOf, startTrial, type Trial, trialFolder } from "./trial.ts";

const LOOPBACK = new Set(["0100007F", "00000000000000000000000001000000"]);
const CHAIN_A = 31337;

const PUBLISHED: readonly (readonly [PersonaId, CatalogueId])[] = [
  ["climatologist", "weather"],
  ["climatologist", "co2"],
  ["climatologist", "temperature"],
  ["cartographer", "boundaries"],
  ["cartographer", "airports"],
  ["cartographer", "strikes"],
  ["cartographer", "earthquakes"],
  ["climatologist", "penguins"],
  ["cartographer", "postalCodes"],
  ["cartographer", "species"],
  ["climatologist", "employment"],
  ["registrar", "obesity"],
  ["cartographer", "flights"],
];

const folder = trialFolder();
const ports = await freePorts();
// The SDK's list of networks reads them.
Object.assign(process.env, portVariables(ports));
let trial: Trial;

function actor(id: PersonaId, chainId = CHAIN_A): Actor {
  return connectActor(networkOf(chainId), personaAccount(id, chainId));
}

async function read(id: PersonaId, dataset: bigint): Promise<readonly DecryptedFile[]> {
  const reader = actor(id);
  const account = personaAccount(id, CHAIN_A);
  const keyPair = await deriveKeyPair(account.address, (typedData) => account.signTypedData(typedData));
  assert.ok(keyPair);
  const { files } = await readFiles(await openDataset(reader, dataset), {
    reader: account.address,
    keyPair,
    sign: (typedData) => account.signTypedData(typedData),
  });
  return files;
}

async function logs<const N extends "Published" | "Bought" | "Granted" | "GivenBack" | "Revoked" | "VersionPublished">(
  eventName: N,
  chainId = CHAIN_A,
) {
  const { client, network } = actor("newcomer", chainId);
  const { market } = deployed(network);
  return client.getContractEvents({ address: market, abi: marketAbi, eventName, strict: true, fromBlock: 0n });
}

/** How many events of each name a contract has left. */
async function eventCounts(address: Address, abi: Abi, ...names: string[]): Promise<number[]> {
  const all = await actor("newcomer").client.getContractEvents({ address, abi, fromBlock: 0n });
  return names.map((name) => all.filter(({ eventName }) => eventName === name).length);
}

async function datasetTitled(title: string): Promise<bigint> {
  for (const { args } of await logs("Published")) {
    const { manifest } = await openDataset(actor("newcomer"), args.dataset);
    if (manifest.title === title) return args.dataset;
  }
  throw new Error(`Nothing is called ${title}.`);
}

before(async () => {
  trial = startTrial(ports, folder, ["--no-app"]);
  await trial.printed(/Stop with Ctrl-C/, 180);
});

after(async () => {
  trial.child.kill("SIGKILL");
  await trial.left();
  forget(folder);
});

describe("the local stack", () => {
  it("OPS-01: tells where its parts are, who lives there and how to stop", async () => {
    const output = trial.output();
    assert.match(output, new RegExp(`Chain A +http://127\\.0\\.0\\.1:${ports.chainA} +chain id 31337`));
    assert.match(output, new RegExp(`Chain B +http://127\\.0\\.0\\.1:${ports.chainB} +chain id 31338`));
    assert.match(
      output,
      new RegExp(`Sam Reyes +${personaAccount("newcomer", CHAIN_A).address} +10,000\\.00 ETH +2,000\\.00 EURX`),
    );
    for (const port of [ports.gateway, ports.gatewayB, ports.indexer]) {
      assert.equal((await fetch(`http://127.0.0.1:${port}/ready`)).status, 200);
    }
  });

  it("OPS-02: listens on the loopback interface only", { skip: process.platform !== "linux" }, () => {
    for (const part of partsWith(1).filter((each) => each !== "app")) {
      const wanted = numberToHex(ports[part], { size: 2 }).slice(2).toUpperCase();
      const sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readFileSync(file, "utf8").split("\n"));
      const listening = sockets
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => state === "0A" && local?.endsWith(`:${wanted}`))
        .map(([, local = ""]) => local.split(":")[0] ?? "");
      assert.ok(listening.length > 0, `${part} does not listen`);
      for (const address of listening) assert.ok(LOOPBACK.has(address), `${part} listens on ${address}`);
    }
  });

  it("OPS-05: refuses a second start and names the first", async () => {
    const second = startTrial(await freePorts(), folder, ["--no-app"]);
    assert.equal(await second.exited, 1);
    assert.match(
      second.output(),
      new RegExp(`Tallystick is running already: process ${trial.child.pid}, page http://localhost:${ports.app}\\.`),
    );
  });

  it("OPS-16: has the time of this machine, which goes on when nothing happens", async () => {
    const { client } = actor("newcomer");
    const { timestamp, number } = await client.getBlock();
    const age = Date.now() / 1000 - Number(timestamp);
    assert.ok(age > -5 && age < 30, `the newest block is ${age} s old`);
    const next = await new Promise<bigint>((resolve) => {
      const stop = client.watchBlockNumber({
        onBlockNumber: (seen) => {
          if (seen <= number) return;
          stop();
          resolve(seen);
        },
      });
    });
    assert.ok((await client.getBlock({ blockNumber: next })).timestamp > timestamp);
  });
});

describe("the economy", () => {
  it("OPS-12: is left as it is when it is seeded again", async () => {
    for (const [chainId, port, gateway] of [
      [31337, ports.chainA, ports.gateway],
      [31338, ports.chainB, ports.gatewayB],
    ] as const) {
      const request = rpcAt(`http://127.0.0.1:${port}`);
      const nonces = () =>
        Promise.all(
          (["deployer", "climatologist", "cartographer", "analyst"] as const).map((id) =>
            request("eth_getTransactionCount", [personaAccount(id, chainId).address, "latest"]),
          ),
        );
      const before = await nonces();
      await seedChain({ chainId, request }, `http://127.0.0.1:${gateway}`, new AbortController().signal);
      assert.deepEqual(await nonces(), before);
    }
  });

  it("OPS-12: has the same data sets each time", async () => {
    const { market } = deployed(networkOf(CHAIN_A));
    const expected = PUBLISHED.map(([publisher, entry]) =>
      datasetId(CHAIN_A, market, personaAccount(publisher, CHAIN_A).address, saltOf(entry)),
    );
    assert.deepEqual(
      (await logs("Published")).map(({ args }) => args.dataset),
      expected,
    );
  });

  it("OPS-13: names source and licence in every manifest", async () => {
    for (const chainId of [31337, 31338]) {
      for (const { args } of await logs("Published", chainId)) {
        const { manifest } = await openDataset(actor("newcomer", chainId), args.dataset);
        assert.match(manifest.description, /Source: |Collected by |Made from Natural Earth/);
        assert.ok("spdx" in manifest.licence && manifest.licence.spdx.length > 2, manifest.title);
      }
    }
  });

  it("OPS-14: gives a buyer the very files that were published", async () => {
    const weather = await read("analyst", await datasetTitled("Weather of Seattle and New York"));
    assert.deepEqual(
      weather.map(({ name }) => name),
      ["weather.csv", "seattle-weather-hourly-normals.csv"],
    );
    const boundaries = await read("trader", await datasetTitled("Boundaries of the world's countries"));
    assert.equal(boundaries.length, 3);
    const published = [
      ...weather.map((file) => [`vega-datasets/data/${file.name}`, file] as const),
      ...boundaries.map((file) => [`world-atlas/${file.name}`, file] as const),
    ];
    for (const [path, file] of published) {
      const bytes = Buffer.from(await new Response(await file.open()).arrayBuffer());
      assert.ok(bytes.equals(readFileSync(join(root, "node_modules", path))), path);
    }
  });

  it("OPS-14: refuses the newcomer, and a reader whose right was revoked", async () => {
    const dataset = await datasetTitled("Weather of Seattle and New York");
    await assert.rejects(read("newcomer", dataset), { code: "KeysDenied" });
    await assert.rejects(read("researcher", dataset), { code: "KeysDenied" });
  });

  it("OPS-15: has every kind of offer", async () => {
    const published = await logs("Published");
    const offers = (await Promise.all(published.map(({ args }) => offersOf(actor("newcomer"), args.dataset)))).flat();
    const terms = offers.map((offer) => offer.terms);
    assert.ok(terms.some(({ price, duration }) => price > 0n && duration > 0));
    assert.ok(terms.some(({ price, duration }) => price > 0n && duration === 0));
    assert.ok(terms.some(({ price, token }) => price === 0n && token === zeroAddress));
    assert.ok(terms.some(({ policy }) => policy !== zeroAddress));
    assert.ok(terms.some(({ refundWindow }) => refundWindow > 0));
    assert.deepEqual([...new Set(offers.map(({ feeBps }) => feeBps))], [250]);
  });

  it("OPS-15: has a gift, a renewal, a refund, a revocation, a grant and a second version", async () => {
    const bought = (await logs("Bought")).map(({ args }) => args);
    const researcher = personaAccount("researcher", CHAIN_A).address;
    const trader = personaAccount("trader", CHAIN_A).address;
    const analyst = personaAccount("analyst", CHAIN_A).address;
    assert.ok(bought.some(({ payer, reader }) => payer === trader && reader === researcher));
    const again = bought.filter(({ reader }) => reader === analyst).map(({ offer }) => offer);
    assert.ok(new Set(again).size < again.length);
    const given = (await logs("GivenBack")).map(({ args }) => args.reader);
    assert.ok(given.includes(trader));
    assert.deepEqual(
      (await logs("Revoked")).map(({ args }) => args.reader),
      [researcher],
    );
    assert.deepEqual(
      (await logs("Granted")).map(({ args }) => args.reader),
      [analyst, personaAccount("registrar", CHAIN_A).address],
    );
    assert.deepEqual((await logs("VersionPublished")).filter(({ args }) => args.version === 2).length, 1);
    const weather = await datasetTitled("Weather of Seattle and New York");
    assert.equal(await hasAccess(actor("newcomer"), weather, analyst), true);
    assert.equal(await hasAccess(actor("newcomer"), weather, trader), false);
  });

  it("OPS-19: has a record with a consent, an open request, and an emergency that was reviewed and one that was not", async () => {
    const reader = actor("newcomer");
    const dataset = await datasetTitled("Obesity in the United States, as a record under consent");
    const record = await recordOf(reader, dataset);
    assert.deepEqual([record?.threshold, record?.holders, record?.breaks, record?.openReviews], [2, 3, 2, 1]);
    const account = (id: PersonaId) => personaAccount(id, CHAIN_A).address;
    assert.equal((await consentOf(reader, dataset, account("analyst"))).active, true);
    const requests = await requestsOf(reader, dataset);
    const open: Address[] = [];
    for (const { request } of requests) {
      if ((await checkRequest(reader, request)) === undefined) open.push(request.reader);
    }
    assert.deepEqual(open, [account("trader")]);
    const part = { version: 1, segments: 1, purpose: 1 };
    assert.equal(await mayRead(reader, dataset, account("researcher"), part), true);
    assert.equal(await mayRead(reader, dataset, account("registrar"), part), false);
  });

  it("OPS-19: has an exchange, a renewal under a mandate, a grant by signature, balances, tabs, ratings and passes", async () => {
    const { market, desk, tabs, ratings, passes } = deployed(networkOf(CHAIN_A));
    const onDesk = await eventCounts(desk, deskAbi, "Exchanged", "Renewed", "GrantRedeemed");
    assert.deepEqual(onDesk, [1, 1, 1]);
    assert.deepEqual(await eventCounts(market, marketAbi, "BoughtFromBalance", "Exchanged"), [2, 2]);
    const onTabs = await eventCounts(tabs, tabsAbi, "Opened", "CreditAccepted", "Collected", "StatementDue");
    assert.deepEqual(onTabs, [3, 2, 1, 2]);
    assert.deepEqual(await eventCounts(ratings, ratingsAbi, "Rated"), [4]);
    assert.deepEqual(await eventCounts(passes, passesAbi, "Locked"), [2]);
  });

  it("OPS-21: has receivables in every state that they come to within a few weeks", async () => {
    const told = [...(await receivablesToldOf(actor("newcomer")))].map(
      ([number, { status }]) => [number, status] as const,
    );
    const isStatement = (number: string) => /^T[0-9A-F]{31}$/.test(number);
    assert.deepEqual(
      told.filter(([number]) => isStatement(number)).map(([, status]) => status),
      ["overdue"],
    );
    assert.deepEqual(Object.fromEntries(told.filter(([number]) => !isStatement(number))), {
      CJ26001: "paid",
      CJ26002: "paid",
      TF118: "paid",
      CJ26003: "overdue",
      CJ26004: "disputed",
      MC77: "confirmed",
      CJ26005: "partPaid",
      CJ26006: "confirmed",
      TF131: "confirmed",
      KM9: "confirmed",
      CJ26007: "registered",
      CJ26008: "registered",
      CJ26009: "registered",
      CJ26010: "void",
    });
    const { receivables, statements } = deployed(networkOf(CHAIN_A));
    const happened = ["Credited", "Extended", "RecourseDemanded"];
    assert.deepEqual(await eventCounts(receivables, receivablesAbi, ...happened), [1, 1, 1]);
    assert.deepEqual(await eventCounts(statements, statementsAbi, "StatementRegistered"), [1]);
  });

  it("OPS-21: has offers that stand, two sales, an advance and a request for quotes", async () => {
    const { quotes } = deployed(networkOf(CHAIN_A));
    const happened = ["BidPosted", "AskPosted", "Sold", "Advanced", "Requested"];
    assert.deepEqual(await eventCounts(quotes, quotesAbi, ...happened), [3, 1, 3, 1, 1]);
  });

  it("OPS-21: has one divided over three tiers, with all four streams of evidence, and a debtor with a bank and a record", async () => {
    const reader = actor("newcomer");
    const axles = (await receivablesToldOf(reader)).get("CJ26001");
    assert.ok(axles);
    assert.deepEqual(await tiersOfLots(reader, axles.id), [0, 2, 2, 3]);
    assert.deepEqual(await streamsOf(reader, axles.id), [...evidenceStreams]);
    const { debtor, token } = axles.terms;
    assert.equal(debtor, personaAccount("enterprise", CHAIN_A).address);
    const line = await debtorLine(reader, debtor, token);
    assert.deepEqual([line.bank, line.limit], [personaAccount("financier", CHAIN_A).address, 5_000_000_000n]);
    const record = await debtorRecord(reader, debtor, token);
    assert.deepEqual([record.confirmedCount, record.onTimeCount, record.lateCount], [5, 1, 1]);
    assert.equal(record.outstanding, 450_000_000n + 580_000_000n + 1_200_000_000n);
  });

  it("OPS-20: has a DAO whose proposals were carried out, lost, withdrawn, won, and one that is open", async () => {
    const reader = actor("newcomer");
    const proposals = [...(await proposalsOf(reader))].filter(
      ([title]) => !title.startsWith("Settings of the network"),
    );
    assert.deepEqual(proposals, [
      ["A budget for the treasury", "executed"],
      ["A fee of ten per cent", "defeated"],
      ["No fee for researchers", "canceled"],
      ["Pay for the field study, and a first dividend", "executed"],
      ["Ten days for every vote", "executed"],
      ["Back to five minutes", "executed"],
      ["Thank the testers", "succeeded"],
      ["Lower the market's fee to 2 %", "active"],
    ]);
    assert.deepEqual(await relayedBallots(reader), { counted: 4, skipped: 1 });
    const account = (id: PersonaId) => personaAccount(id, CHAIN_A).address;
    assert.equal((await holdingOf(reader, account("researcher"))).delegate, account("registrar"));
    const { eurx = zeroAddress } = deployed(reader.network);
    assert.equal((await limitOf(reader, eurx)).amount, 500_000_000n);
    assert.equal(await dueOf(reader, account("climatologist"), eurx), 0n);
    assert.ok((await dueOf(reader, account("cartographer"), eurx)) > 0n);
    for (const chainId of [31337, 31338]) {
      assert.equal(await decidesAlone(actor("newcomer", chainId), account("deployer")), true);
    }
    assert.equal((await proposalsOf(actor("newcomer", 31338))).get("A first budget"), "executed");
  });
});

describe("a file of 200 MB", () => {
  const MIB = 1024 * 1024;
  const ZEROS = Buffer.alloc(MIB);

  /** Bytes that don't compress and are made as they are read: AES-CTR of nothing. */
  function noise(size: number, onBytes: (bytes: Uint8Array) => void): ReadableStream<Uint8Array> {
    const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, 7), Buffer.alloc(16));
    let left = size;
    return new ReadableStream(
      {
        pull(controller) {
          if (left === 0) return controller.close();
          const bytes = cipher.update(ZEROS.subarray(0, Math.min(MIB, left)));
          left -= bytes.length;
          onBytes(bytes);
          controller.enqueue(bytes);
        },
      },
      { highWaterMark: 0 },
    );
  }

  async function gatewayMemory(): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${ports.gateway}/metrics`)).text();
    return Number(/resident_bytes (\d+)/.exec(text)?.[1]);
  }

  /** Publishes, buys and reads a file; answers how much memory each side had at most, in bytes. */
  async function roundTrip(size: number) {
    const publisher = actor("cartographer");
    const { market } = deployed(publisher.network);
    const most = { here: 0, gateway: 0 };
    const watch = async () => {
      most.here = Math.max(most.here, process.memoryUsage.rss());
      most.gateway = Math.max(most.gateway, await gatewayMemory());
    };
    const watching = setInterval(() => void watch(), 100);
    const [written, seen] = [createHash("sha256"), createHash("sha256")];
    const open = () => noise(size, (part) => written.update(part));
    const begun = performance.now();
    const { dataset, offers } = await publishDataset(publisher, {
      files: [{ name: "noise.bin", mediaType: "application/octet-stream", open }],
      about: { title: "Noise", description: `${size} bytes.`, licence: { spdx: "CC0-1.0" } },
      offers: [{ segments: 1 }],
    });
    const published = performance.now();
    const [terms] = offers;
    assert.ok(terms);
    await send(actor("trader"), buy(market, { terms, reader: personaAccount("trader", CHAIN_A).address }));
    const [file] = await read("trader", dataset);
    assert.ok(file);
    let bytes = 0;
    for await (const part of await file.open()) {
      seen.update(part);
      bytes += part.length;
    }
    const done = performance.now();
    clearInterval(watching);
    assert.equal(bytes, size);
    assert.equal(seen.digest("hex"), written.digest("hex"));
    const rate = (milliseconds: number) => Math.round(size / 1000 / milliseconds);
    return { ...most, publishRate: rate(published - begun), readRate: rate(done - published) };
  }

  it("OPS-17: is published and read back without memory that grows with it", async (test) => {
    const small = await roundTrip(50_000_000);
    const large = await roundTrip(200_000_000);
    const grown = { here: large.here - small.here, gateway: large.gateway - small.gateway };
    const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
    test.diagnostic(
      `200 MB published at ${large.publishRate} MB/s, read at ${large.readRate} MB/s; most memory ${mib(large.here)} here and ${mib(large.gateway)} in the gateway, ${mib(grown.here)} and ${mib(grown.gateway)} more than for 50 MB`,
    );
    // The 150 MB more may not be found in the memory of either side.
    assert.ok(grown.here < 75 * MIB, `this process took ${mib(grown.here)} more`);
    assert.ok(grown.gateway < 75 * MIB, `the gateway took ${mib(grown.gateway)} more`);
  });
});

describe("npm start", () => {
  it("OPS-11: stops everything when a part crashes, and says which and where its log is", async () => {
    process.kill(pidOf("indexer/start.ts", folder), "SIGKILL");
    assert.equal(await trial.exited, 1);
    assert.match(trial.output(), /The indexer stopped \(signal SIGKILL\)\./);
    assert.match(trial.output(), new RegExp(`The whole log: ${folder}/logs/indexer\\.log`));
    assert.deepEqual(await trial.left(), []);
  });
});
