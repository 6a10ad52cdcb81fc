/** Why a body is not read. */
export type BodyFault = "oversize" | "malformed";

/** A JSON object, or why it is none. No more of a body is read than it may have, whatever its length is said to be. */
export async function jsonBody(request: Request, maxBytes: number): Promise<Record<string, unknown> | BodyFault> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return "oversize";
  if (!request.body) return "malformed";
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of request.body) {
      size += part.length;
      // Leaving the loop cancels the rest.
      if (size > maxBytes) return "oversize";
      parts.push(part);
    }
    const value: unknown = JSON.parse(new TextDecoder().decode(Buffer.concat(parts)));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : "malformed";
  } catch {
    return "malformed";
  }
}

/** A small JSON object, or undefined. */
export async function smallJson(request: Request, maxBytes = 16_384): Promise<Record<string, unknown> | undefined> {
  const body = await jsonBody(request, maxBytes);
  return typeof body === "string" ? undefined : body;
}
