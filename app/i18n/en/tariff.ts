export const tariff = {
  sell: "Sell single accesses too",
  sellHint:
    "Readers without a right pay on a tab each time they get the key. You sign the price, and the keepers hold it.",
  notForRecords: "Records under consent are never sold by use.",
  price: "Price of one access",
  days: "Days it holds",
  badDays: "Write a whole number from 1 to 3650.",
  title: "Prices for each access",
  lead: "Who has no right pays on a tab each time. You sign the price once; it costs no gas.",
  each: "each access",
  until: "until {time}",
  end: "End",
  new: "Set a price for each access",
  sign: "Sign the price",
  byUse: "By use",
  explained:
    "Without a right, paid from a tab each time you get the key; all files of one request count as one access.",
  openTab: "Open a tab",
  read: "Read by use",
} as const;
