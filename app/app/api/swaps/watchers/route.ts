import { admit, answer } from "@/lib/server/http";
import { services } from "@/lib/server/session";
import { watcherStates } from "@/lib/server/watchers";

/** How the agent, the watchtower and the relay of claims are that this site knows of. */
export async function GET(request: Request): Promise<Response> {
  const admitted = admit(request, services().looks);
  return admitted instanceof Response ? admitted : answer(await watcherStates());
}
