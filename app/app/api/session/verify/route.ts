import { bounded } from "@tallystick/sdk/chain/bounded";
import { chainOf } from "@tallystick/sdk/networks";
import { createPublicClient, http, isHex } from "viem";
import { rpcUrlOf } from "@/lib/config";
import { smallJson } from "@/lib/server/body";
import { appConfig } from "@/lib/server/config";
import { admit, answer, refuse } from "@/lib/server/http";
import { services, sessionCookie } from "@/lib/server/session";
import { type SignatureCheck, signIn } from "@/lib/server/sign-in";

const check: SignatureCheck = async ({ chainId, ...signed }) => {
  const network = appConfig().networks.find((each) => each.chainId === chainId);
  if (!network) return false;
  const client = createPublicClient({
    chain: chainOf(network),
    transport: bounded(http(rpcUrlOf(network), { timeout: 5_000 })),
  });
  return client.verifyMessage(signed);
};

export async function POST(request: Request): Promise<Response> {
  const { store, signIns } = services();
  const admitted = admit(request, signIns);
  if (admitted instanceof Response) return admitted;
  const body = await smallJson(request);
  const { message, signature } = body ?? {};
  if (typeof message !== "string" || !isHex(signature)) return refuse(400, "badMessage");
  const chainIds = appConfig().networks.map(({ chainId }) => chainId);
  const result = await signIn(message, signature, { host: admitted.host, chainIds, store, check, now: Date.now() });
  if (typeof result === "string") return refuse(401, result);
  const cookie = await sessionCookie();
  // A session that was open in this browser ends where a new one begins.
  if (cookie.id) store.close(cookie.id);
  cookie.id = result.id;
  await cookie.save();
  return answer({ address: result.address, chainId: result.chainId, expiresAt: result.expiresAt });
}
