import { getInfo } from "@/lib/server/ballots/handlers";
import { ballotRelays } from "@/lib/server/ballots/running";

/** Who pays for this site's batches of ballots, and when they go. */
export function GET(request: Request): Response {
  const { find, gates } = ballotRelays();
  return getInfo(request, find, gates);
}
