// Amounts of invoices are whole numbers of millionths: no float is ever made of them.

/** Decimal places that are kept. */
const places = 6;

/** An exact amount, in millionths; undefined for what is no decimal number, or has more places or digits than are kept. */
export function decimalOf(text: string): bigint | undefined {
  const match = /^([+-]?)(?=\.?\d)(\d{0,18})(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = "", fraction = ""] = match;
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > places) return undefined;
  const value = BigInt(`${whole || "0"}${kept.padEnd(places, "0")}`);
  return sign === "-" ? -value : value;
}

/** As people write it: at least two places, no zeros after them. */
export function decimalText(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "").padEnd(2, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -places)}.${fraction}`;
}

/** The same amount in a token's base units; undefined where the token has too few places for it. */
export function baseUnitsOf(value: bigint, decimals: number): bigint | undefined {
  if (decimals >= places) return value * 10n ** BigInt(decimals - places);
  const divisor = 10n ** BigInt(places - decimals);
  return value % divisor === 0n ? value / divisor : undefined;
}
