import { createRequire } from "node:module";

// bcoin, a Bitcoin node in JavaScript, and what the tests use of it: it has no types of its own. Hashes are hexadecimal, in
// the order of their bytes.

export interface BcoinOutput {
  readonly value: number;
  getAddress(): { toString(network?: string): string } | null;
}
export interface BcoinTX {
  readonly inputs: readonly { readonly prevout: { readonly hash: string; readonly index: number } }[];
  readonly outputs: readonly BcoinOutput[];
  txid(): string;
  toRaw(): Buffer;
  verify(view: unknown, flags: number): boolean;
}
export interface BcoinEntry {
  readonly hash: string;
  readonly height: number;
  readonly time: number;
  rhash(): string;
}
export interface BcoinBlock {
  readonly txs: readonly BcoinTX[];
}
export interface BcoinNetwork {
  readonly block: { bip65height: number; bip66height: number };
  readonly addressPrefix: { bech32: string };
  minerWindow: number;
  activationThreshold: number;
  now: () => number;
}
export interface BcoinChain {
  readonly tip: BcoinEntry;
  readonly height: number;
  readonly state: { readonly flags: number; hasWitness(): boolean; hasCLTV(): boolean; hasMTP(): boolean };
  open(): Promise<void>;
  close(): Promise<void>;
  add(block: BcoinBlock): Promise<BcoinEntry | null>;
  getBlock(at: number): Promise<BcoinBlock | null>;
  getEntryByHeight(height: number): Promise<BcoinEntry | null>;
  getMedianTime(entry: BcoinEntry): Promise<number>;
  getCoinView(tx: BcoinTX): Promise<unknown>;
  reset(height: number): Promise<void>;
  on(event: string, listener: (entry: BcoinEntry, block: BcoinBlock) => Promise<void>): void;
}
export interface BcoinMempool {
  open(): Promise<void>;
  close(): Promise<void>;
  addTX(tx: BcoinTX): Promise<readonly string[] | null>;
  getEntry(hash: string): object | undefined;
  removeEntry(entry: object): void;
  getSnapshot(): readonly string[];
  getTX(hash: string): BcoinTX | undefined;
  _reset(): Promise<void>;
  _addBlock(entry: BcoinEntry, txs: readonly BcoinTX[]): Promise<void>;
}
export interface BcoinMiner {
  open(): Promise<void>;
  close(): Promise<void>;
  addAddress(address: unknown): void;
  mineBlock(): Promise<BcoinBlock>;
}
export interface BcoinMTX extends BcoinTX {
  addOutput(address: string, value: number): void;
  addTX(tx: BcoinTX, index: number): void;
  sign(ring: unknown): number;
  toTX(): BcoinTX;
}
export interface Bcoin {
  readonly Network: { get(name: string): BcoinNetwork };
  readonly Chain: new (options: object) => BcoinChain;
  readonly Mempool: new (options: object) => BcoinMempool;
  readonly Miner: new (options: object) => BcoinMiner;
  readonly MTX: new () => BcoinMTX;
  readonly TX: { fromRaw(raw: Buffer): BcoinTX };
  readonly KeyRing: { generate(network: string): { witness: boolean; getAddress(): unknown } };
}

// Its native parts are left out of the lockfile.
process.env["NODE_BACKEND"] = "js";

export const bcoin: Bcoin = createRequire(import.meta.url)("bcoin");
