import { readPolicy } from "@tallystick/sdk/data/parseManifest";
import { smallJson } from "@/lib/server/body";
import { appConfig } from "@/lib/server/config";
import { admit, answer, refuse } from "@/lib/server/http";
import { keyOfPolicy, listsIn, MAX_POLICY } from "@/lib/server/policies";
import { services } from "@/lib/server/session";

/** Keeps a policy in full for those who will buy under it. */
export async function POST(request: Request): Promise<Response> {
  const admitted = admit(request, services().policyWrites);
  if (admitted instanceof Response) return admitted;
  const body = await smallJson(request, MAX_POLICY);
  const network = appConfig().networks.find(({ chainId }) => chainId === body?.["chainId"]);
  const policy = readPolicy(body?.["policy"]);
  const lists = listsIn(body?.["lists"]);
  if (!network || !policy || !lists) return refuse(400, "badPolicy");
  const key = keyOfPolicy(network, policy);
  return services().policies.keep(key, JSON.stringify({ policy, lists })) ? answer(key) : refuse(507, "policyNotKept");
}

/** The policy behind a word (`?chainId=&policy=&word=`); 404 where it is not known here. */
export async function GET(request: Request): Promise<Response> {
  const admitted = admit(request, services().looks);
  if (admitted instanceof Response) return admitted;
  const asked = new URL(request.url).searchParams;
  const json = services().policies.find({
    chainId: Number(asked.get("chainId")),
    policy: asked.get("policy")?.toLowerCase() ?? "",
    word: asked.get("word")?.toLowerCase() ?? "",
  });
  return json === undefined ? refuse(404, "badPolicy") : answer(JSON.parse(json));
}
