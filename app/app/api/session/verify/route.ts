import { isHex } from "viem";
import { smallJson } from "@/lib/server/body";
import { appConfig } from "@/lib/server/config";
import { admit, answer, refuse } from "@/lib/server/http";
import { services, sessionCookie } from "@/lib/server/session";
import { signIn } from "@/lib/server/sign-in";
import { signatureCheck } from "@/lib/server/signed";

export async function POST(request: Request): Promise<Response> {
  const { store, signIns } = services();
  const admitted = admit(request, signIns);
  if (admitted instanceof Response) return admitted;
  const body = await smallJson(request);
  const { message, signature } = body ?? {};
  if (typeof message !== "string" || !isHex(signature)) return refuse(400, "badMessage");
  const { networks } = appConfig();
  const result = await signIn(message, signature, {
    host: admitted.host,
    chainIds: networks.map(({ chainId }) => chainId),
    store,
    check: signatureCheck(networks),
    now: Date.now(),
  });
  if (typeof result === "string") return refuse(result === "chainDown" ? 503 : 401, result);
  const cookie = await sessionCookie();
  // A session that was open in this browser ends where a new one begins.
  if (cookie.id) store.close(cookie.id);
  cookie.id = result.id;
  await cookie.save();
  return answer({ address: result.address, chainId: result.chainId, expiresAt: result.expiresAt });
}
