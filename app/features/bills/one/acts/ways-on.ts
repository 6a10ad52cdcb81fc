/** Ways of handing a lot on, by the kinds of their links. */
export const waysOn = [
  "withRecourse",
  "withoutRecourse",
  "noFurther",
  "inBlank",
  "collection",
  "pledge",
  "delivered",
] as const;

export type WaysOn = (typeof waysOn)[number];
