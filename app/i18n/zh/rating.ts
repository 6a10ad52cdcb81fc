export const rating = {
  title: "评价",
  stars: "{value} 星（满分 5 星）",
  paid: "{n} 条付费购买的评价",
  free: "{n} 条免费购买的评价",
  none: "还没有人评价。购买者可在退回期结束后评价。",
  more: "显示更多",
  for: "支付",
} as const;
