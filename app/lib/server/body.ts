/** A small JSON object, or undefined. No more of a body is read than it may have, whatever its length is said to be. */
export async function smallJson(request: Request, maxBytes = 16_384): Promise<Record<string, unknown> | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes || !request.body) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of request.body) {
      size += part.length;
      // Leaving the loop cancels the rest.
      if (size > maxBytes) return undefined;
      parts.push(part);
    }
    const value: unknown = JSON.parse(new TextDecoder().decode(Buffer.concat(parts)));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
