/** An account as people compare it: its first and last characters. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export function shortHex(hex: string): string {
  return hex.length > 14 ? `${hex.slice(0, 8)}…${hex.slice(-4)}` : hex;
}

/**
 * Money, exactly: no float is ever made of it. Trailing zeros beyond the second decimal are left out.
 *
 * @param amount base units
 * @param decimals of the token
 */
export function formatAmount(amount: bigint, decimals: number, locale: string): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = BigInt(digits.slice(0, digits.length - decimals));
  const fraction = decimals ? digits.slice(-decimals).replace(/0+$/, "") : "";
  const point = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
  const places = fraction ? point + fraction.padEnd(Math.min(2, decimals), "0") : "";
  return `${negative ? "−" : ""}${new Intl.NumberFormat(locale).format(whole)}${places}`;
}

/** Decimal places of the DAO's own token, in which power is counted. */
export const tallyDecimals = 18;

/** Power as people compare it: whole units from a thousand on, two places below; rounded down. */
export function formatPower(amount: bigint, locale: string): string {
  const hundredths = amount / 10n ** BigInt(tallyDecimals - 2);
  if (amount > 0n && hundredths === 0n) return `< ${formatAmount(1n, 2, locale)}`;
  return formatAmount(hundredths >= 100_000n ? hundredths - (hundredths % 100n) : hundredths, 2, locale);
}

/** A part of a whole in per cent, with one place; exact for any amounts. */
export function formatShare(part: bigint, whole: bigint, locale: string): string {
  const tenths = whole === 0n ? 0 : Number((part * 1_000n) / whole);
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(tenths / 1_000);
}

/**
 * Base units of an amount a person typed; undefined when it isn't one (also when it has more places than the token).
 */
export function parseAmount(text: string, decimals: number): bigint | undefined {
  const match = /^(\d{1,30})(?:[.,](\d+))?$/.exec(text.trim().replace(/[\s_]/g, ""));
  if (!match) return undefined;
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > decimals) return undefined;
  return BigInt((match[1] ?? "") + fraction.padEnd(decimals, "0"));
}

const sizes = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

export function formatBytes(bytes: number | bigint, locale: string): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1000 && unit < sizes.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: sizes[unit] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: unit === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}

const spans = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A duration in its largest fitting unit; months and years only where they come out even. */
export function formatDuration(seconds: number | bigint, locale: string): string {
  const value = Number(seconds);
  const even = (unit: number) => value % unit === 0;
  const [name, size] =
    spans.find(([name, size]) => value >= size && (even(size) || (name !== "year" && name !== "month"))) ?? spans[5];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: name,
    unitDisplay: "long",
    maximumFractionDigits: 1,
  }).format(value / size);
}

/** Time left, coarse: what a person wants to know is days, then hours, then minutes. */
export function formatRemaining(seconds: number, locale: string): string {
  const [name, size] = spans.find(([name, size]) => name !== "month" && name !== "year" && seconds >= size) ?? spans[5];
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(
    Math.floor(seconds / size),
  );
}

/** How far away a time is, either way: "in 3 days", "2 hours ago". */
export function formatRelative(seconds: number, locale: string): string {
  const away = Math.abs(seconds);
  const [name, size] = spans.find(([, size]) => away >= size) ?? spans[5];
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(seconds / size), name);
}

export function formatTime(seconds: number | bigint, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(Number(seconds) * 1000);
}

export function formatDate(seconds: number | bigint, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(Number(seconds) * 1000);
}
