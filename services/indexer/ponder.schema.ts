// biome-ignore-all lint/performance/noBarrelFile: Ponder reads its tables from this file.
export * from "./schema/identity.ts";
export * from "./schema/market.ts";
export * from "./schema/relations.ts";
