import { bounded } from "@tallystick/sdk/chain/bounded";
import { chainOf } from "@tallystick/sdk/networks";
import { createPublicClient, http } from "viem";
import { rpcUrlOf } from "@/lib/config";
import { holderSignedIn } from "@/lib/consent-wire";
import { smallJson } from "@/lib/server/body";
import { appConfig } from "@/lib/server/config";
import { collect, consentCheck } from "@/lib/server/consents";
import { admit, answer, refuse } from "@/lib/server/http";
import { services } from "@/lib/server/session";

const timeout = 5_000;
const statuses = { chainDown: 503, tooMany: 507 } as const;

// Collects what the key holders of a record sign, until somebody gives it to the contract. Anyone may run another: what is
// here is nobody's secret, and worth what the contract says.

export function GET(request: Request): Response {
  const admitted = admit(request, services().looks);
  if (admitted instanceof Response) return admitted;
  const asked = new URL(request.url).searchParams;
  const dataset = asked.get("dataset") ?? "";
  const network = appConfig().networks.find(({ chainId }) => String(chainId) === asked.get("chainId"));
  if (!network || !/^0x[0-9a-fA-F]{64}$/.test(dataset)) return refuse(400, "badConsent");
  return answer({ signatures: services().consents.of(network.chainId, BigInt(dataset)) });
}

export async function POST(request: Request): Promise<Response> {
  const admitted = admit(request, services().orders);
  if (admitted instanceof Response) return admitted;
  const body = await smallJson(request);
  const signed = holderSignedIn(body);
  const network = appConfig().networks.find(({ chainId }) => chainId === body?.["chainId"]);
  if (!signed || !network) return refuse(400, "badConsent");
  const client = createPublicClient({
    chain: chainOf(network),
    transport: bounded(http(rpcUrlOf(network), { timeout, retryCount: 0 })),
    ccipRead: false,
  });
  const fault = await collect(signed, {
    chainId: network.chainId,
    store: services().consents,
    check: consentCheck({ network, client }),
    now: Math.floor(Date.now() / 1000),
  });
  if (!fault) return answer({ kept: true });
  return refuse(fault in statuses ? statuses[fault as keyof typeof statuses] : 422, fault);
}
