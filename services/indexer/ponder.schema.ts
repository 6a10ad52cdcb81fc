export * from "./schema/identity.ts";
export * from "./schema/market.ts";
export * from "./schema/relations.ts";
