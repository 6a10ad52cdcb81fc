import assert from "node:assert/strict";
import type { Bytes } from "@tallystick/sdk/data/bytes";
import { UPLOAD_HEADER } from "@tallystick/sdk/gateway/wire";
import type { Running } from "./gateway.ts";

/** Uploads bytes that are nobody's, and answers their CID. */
export async function uploadStray(gateway: Running, bytes: Bytes, path = "/v1/content"): Promise<string> {
  const headers = { [UPLOAD_HEADER]: await gateway.pass() };
  const response = await fetch(`${gateway.url}${path}`, { method: "PUT", headers, body: bytes });
  assert.equal(response.status, 201);
  return ((await response.json()) as { cid: string }).cid;
}
