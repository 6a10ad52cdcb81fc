// biome-ignore-all lint/performance/noBarrelFile: Ponder reads its tables from this file.
export * from "./schema/accessLog.ts";
export * from "./schema/billActs.ts";
export * from "./schema/bills.ts";
export * from "./schema/consent.ts";
export * from "./schema/desk.ts";
export * from "./schema/governance.ts";
export * from "./schema/identity.ts";
export * from "./schema/lots.ts";
export * from "./schema/market.ts";
export * from "./schema/members.ts";
export * from "./schema/money.ts";
export * from "./schema/quotes.ts";
export * from "./schema/ratings.ts";
export * from "./schema/receivables.ts";
export * from "./schema/relations.ts";
export * from "./schema/tabs.ts";
export * from "./schema/treasury.ts";
