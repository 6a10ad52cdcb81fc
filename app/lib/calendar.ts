// Calendar files as RFC 5545 wants them: lines end with CR LF and are folded at 75 bytes.

export interface Deadline {
  /** Tells the deadlines of a file apart, so that a calendar that reads one again moves them. */
  readonly name: string;
  readonly at: number;
  readonly summary: string;
  /** Page about it, where it has one of its own. */
  readonly url?: string;
}

/** Seconds before a deadline at which a calendar reminds of it. */
const reminder = 86_400;

/**
 * A calendar file with deadlines, each as a moment with a reminder a day before.
 *
 * @param about.family of the program, which says what made the file
 * @param about.id of what the deadlines are of
 * @param about.stamp when the file is made, in Unix seconds
 */
export function calendarFile(
  deadlines: readonly Deadline[],
  about: { readonly family: string; readonly id: string; readonly url: string; readonly stamp: number },
): string {
  const events = deadlines.flatMap(({ name, at, summary, url = about.url }) => [
    "BEGIN:VEVENT",
    `UID:${about.id}-${name}@tallystick`,
    `DTSTAMP:${utc(about.stamp)}`,
    `DTSTART:${utc(at)}`,
    `DTEND:${utc(at)}`,
    `SUMMARY:${escaped(summary)}`,
    `URL:${url.replace(/\s/g, "")}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(summary)}`,
    `TRIGGER:-PT${reminder / 3_600}H`,
    "END:VALARM",
    "END:VEVENT",
  ]);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Tallystick//${about.family}//EN`,
    ...events,
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

const utc = (seconds: number) =>
  new Date(seconds * 1_000)
    .toISOString()
    .replace(/[-:]/g, "")
    .replace(/\.\d+Z$/, "Z");

/** A title is a stranger's text: it must not begin a line of its own. */
const escaped = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,");

const encoder = new TextEncoder();

function folded(line: string): string {
  const lines: string[] = [];
  let part = "";
  let length = 0;
  for (const char of line) {
    const bytes = encoder.encode(char).length;
    // What follows a fold begins with a space, which counts.
    if (length + bytes > 75) {
      lines.push(part);
      part = "";
      length = 1;
    }
    part += char;
    length += bytes;
  }
  return [...lines, part].join("\r\n ");
}
