/** Names this site is served under: `TALLYSTICK_APP_HOSTS` (with ports, commas between), else this machine's own. */
export function allowedHosts(env: Readonly<Record<string, string | undefined>> = process.env): readonly string[] {
  const port = env["TALLYSTICK_PORT_APP"] ?? env["PORT"] ?? "3000";
  const named = env["TALLYSTICK_APP_HOSTS"]?.split(",").map((host) => host.trim().toLowerCase());
  return named ?? [`localhost:${port}`, `127.0.0.1:${port}`];
}

/** The Host header where it is one of ours: the only name a sign-in message may be for. */
export function hostOf(headers: Headers, allowed: readonly string[] = allowedHosts()): string | undefined {
  const host = headers.get("host")?.toLowerCase();
  return host !== undefined && allowed.includes(host) ? host : undefined;
}

/** A state-changing request must come from a page of ours. */
export function sameOrigin(headers: Headers, host: string): boolean {
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") !== "cross-site";
  return URL.canParse(origin) && new URL(origin).host.toLowerCase() === host;
}
