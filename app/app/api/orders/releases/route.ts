import { getReleases, postRelease } from "@/lib/server/swapOrders/releases";
import { swapOrders } from "@/lib/server/swapOrders/running";

/** Collects what recipients signed to give locks free, and shows it by the lock. */
export function POST(request: Request): Promise<Response> {
  const { releases, gates } = swapOrders();
  return postRelease(request, releases, gates);
}

export function GET(request: Request): Promise<Response> {
  const { releases, gates } = swapOrders();
  return getReleases(request, releases, gates);
}
