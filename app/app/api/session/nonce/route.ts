import { admit, answer } from "@/lib/server/http";
import { services } from "@/lib/server/session";
import { newNonce } from "@/lib/server/sign-in";

export async function POST(request: Request): Promise<Response> {
  const { store, signIns } = services();
  const admitted = admit(request, signIns);
  if (admitted instanceof Response) return admitted;
  store.sweep(Date.now());
  return answer({ nonce: newNonce(store, Date.now()), domain: admitted.host });
}
