import type { SourceFile } from "../lib/files.ts";
import { type Import, importsOf } from "../lib/imports.ts";

// Arrows go down this list only. identity and shared serve everybody and assume nobody.
const FAMILIES = ["swaps", "instruments", "market", "governance", "identity"];
const BASE = new Set(["identity", "shared"]);

function familyOf(path: string): string | undefined {
  return /^contracts\/([^/]+)\//.exec(path)?.[1];
}

function contractBreak({ from, to }: Import): string | undefined {
  const family = familyOf(from);
  const target = familyOf(to);
  if (!family || !target || family === target || family === "mocks") return undefined;
  if (target === "mocks") return `${from} imports ${to}: mocks are for tests.`;
  if (target === "shared") return undefined;
  if (BASE.has(family)) return `${from} imports ${to}: ${family} may assume no family.`;
  if (FAMILIES.indexOf(target) < FAMILIES.indexOf(family))
    return `${from} imports ${to}: ${family} stands below ${target} in DESIGN's list; arrows go down only.`;
  if (!/\/I[A-Z]\w*\.sol$/.test(to))
    return `${from} imports ${to}: another family is reached through its interface (I*.sol).`;
  return undefined;
}

const SERVER_OR_PAGE =
  /^(node:(http|https|net|http2|tls|cluster|sqlite)$|react|next|wagmi|hono|ponder|express|@tanstack\/)/;
const CHAIN_LIBRARY = /^(ethers|@ethersproject\/|web3|typechain|hardhat|@nomicfoundation\/)/;

function sdkBreak({ from, to }: Import): string | undefined {
  if (!from.startsWith("sdk/src/")) return undefined;
  if (SERVER_OR_PAGE.test(to)) return `${from} imports ${to}: the SDK knows no page and no server.`;
  if (CHAIN_LIBRARY.test(to)) return `${from} imports ${to}: the SDK reaches the chain by viem alone.`;
  if (to.includes("/") && /^(contracts|artifacts|types|app|services|deploy|scripts|test)\//.test(to))
    return `${from} imports ${to}: the SDK knows contracts by sdk/src/generated alone.`;
  return undefined;
}

const CONSUMER = /^(app|services\/[^/]+)\//;

function consumerBreak({ from, to, specifier }: Import): string | undefined {
  const own = CONSUMER.exec(from)?.[0];
  if (!own) return undefined;
  if (CHAIN_LIBRARY.test(to) || /(^|\/)artifacts\//.test(to))
    return `${from} imports ${to}: app and services reach the chain through @tallystick/sdk, viem and wagmi.`;
  if (specifier.startsWith(".") && !to.startsWith(own))
    return `${from} imports ${to}: app and services use other parts as packages, not as files.`;
  if (/^@tallystick\/(app|gateway|indexer|agent)/.test(to))
    return `${from} imports ${to}: app and services talk over the network, through the SDK.`;
  return undefined;
}

/** Imports that cross a border of the house (DESIGN, 1), as sentences. Tests may look at anything. */
export function findBorderBreaks(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /\.(sol|ts|tsx|mts|mjs)$/.test(path) && !/(^|\/)test\/|\.test\.|\.t\.sol$/.test(path))
    .flatMap(importsOf)
    .map((one) => contractBreak(one) ?? sdkBreak(one) ?? consumerBreak(one))
    .filter((sentence) => sentence !== undefined);
}
