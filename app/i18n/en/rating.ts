export const rating = {
  title: "Ratings",
  stars: "{value} of 5 stars",
  paid: "{n} rating of a paid purchase|{n} ratings of paid purchases",
  free: "{n} rating of a free purchase|{n} ratings of free purchases",
  none: "Nobody has rated this yet. Whoever bought it can, once the time to give it back is over.",
  more: "Show more",
  for: "paid",
} as const;
