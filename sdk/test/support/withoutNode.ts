import { registerHooks } from "node:module";

// Loads the whole SDK where neither Node's modules (for its own files) nor Node's globals are, and works with it.

const own = new URL("../../src/", import.meta.url).href;
const write = process.stdout.write.bind(process.stdout);

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith("node:") && context.parentURL?.startsWith(own)) {
      throw new Error(`${context.parentURL} imports ${specifier}`);
    }
    return next(specifier, context);
  },
});

// The loader itself still needs its process; modules look it up as a global.
for (const name of ["Buffer", "setImmediate", "clearImmediate", "global", "process"]) {
  Reflect.deleteProperty(globalThis, name);
}

const sdk = await import("../../src/index.ts");
const master = sdk.randomKey();
const plain = new Uint8Array(100).fill(7);
const parts: Uint8Array<ArrayBuffer>[] = [];
const files = [{ name: "a.txt", mediaType: "text/plain", open: () => new Blob([plain]).stream() }];
const segments = await sdk.encryptDataset(files, {
  master,
  store: async (stream) => {
    for await (const part of stream) parts.push(part);
    const cid = sdk.fileCid();
    for (const part of parts) await cid.update(part);
    return { cid: await cid.finish() };
  },
});
const { publicKey } = await sdk.keyPairFromSeed(sdk.randomSeed());
const market = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const { manifest } = await sdk.buildManifest({
  place: { chainId: 31337, market, dataset: 1n, version: 1 },
  publisher: market,
  about: { title: "t", description: "", licence: { spdx: "MIT" } },
  createdAt: new Date(),
  segments,
  master,
  keepers: { threshold: 1, list: [{ address: market, publicKey, url: "http://k" }] },
});
const [file] = sdk.decryptDataset(manifest, {
  keys: new Map([[0, await sdk.segmentKey(master, 0)]]),
  leaves: await sdk.verifiedLeaves(manifest, () => Promise.reject(new Error("no block is needed"))),
  fetch: async () => new Blob(parts).stream(),
});
let read = "";
if (file !== undefined) for await (const part of await file.open()) read += new TextDecoder().decode(part);
write(
  JSON.stringify({
    exports: Object.keys(sdk).length,
    same: read === "\u0007".repeat(100),
    network: sdk.networkOf(31337).name,
  }),
);
