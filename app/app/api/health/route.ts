import { answer } from "@/lib/server/http";

export function GET(): Response {
  return answer({ status: "ok" });
}
