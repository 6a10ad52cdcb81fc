/** Begins to send ballots that waited when the server was stopped; without it they would wait for the next request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { ballotRelays } = await import("./lib/server/ballots/running");
  ballotRelays();
}
