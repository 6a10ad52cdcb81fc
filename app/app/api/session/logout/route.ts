import { admit, answer } from "@/lib/server/http";
import { services, sessionCookie } from "@/lib/server/session";

export async function POST(request: Request): Promise<Response> {
  const { store, signIns } = services();
  const admitted = admit(request, signIns);
  if (admitted instanceof Response) return admitted;
  const cookie = await sessionCookie();
  if (cookie.id) store.close(cookie.id);
  cookie.destroy();
  return answer({});
}
