const day = 86_400;

const two = (n: number) => String(n).padStart(2, "0");

/** A span of time as clocks show it, with days before it where it has any: `2 days 03:04:05`, `3:04:05`, `4:05`. */
export function clockOf(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor((whole % day) / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  if (whole >= day) {
    const words = { style: "unit", unit: "day", unitDisplay: "long" } as const;
    const days = new Intl.NumberFormat(locale, words).format(Math.floor(whole / day));
    return `${days} ${two(hours)}:${two(minutes)}:${two(rest)}`;
  }
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
