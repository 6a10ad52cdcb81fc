import { answer } from "@/lib/server/http";
import { currentSession } from "@/lib/server/session";

export async function GET(): Promise<Response> {
  const session = await currentSession();
  return answer(session ? { address: session.address, chainId: session.chainId, expiresAt: session.expiresAt } : {});
}
