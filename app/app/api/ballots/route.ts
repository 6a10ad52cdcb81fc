import { getBallots, postBallots } from "@/lib/server/ballots/handlers";
import { ballotRelays } from "@/lib/server/ballots/running";

// Collects signed ballots, shows them, and brings them to the governor in batches. Anyone may run another relay, or bring
// what this one shows himself: a ballot is worth what the governor says, and counts once.

export function POST(request: Request): Promise<Response> {
  const { find, gates } = ballotRelays();
  return postBallots(request, find, gates);
}

export function GET(request: Request): Response {
  const { find, gates } = ballotRelays();
  return getBallots(request, find, gates);
}
