import type { Tab } from "@tallystick/sdk/market/voucher";

/** Whether two are one tab, however their hexadecimal digits are written. */
export function sameTab(a: Tab, b: Tab): boolean {
  const names = ["reader", "provider", "token", "salt"] as const;
  return names.every((name) => a[name].toLowerCase() === b[name].toLowerCase());
}
