import { createHash, createHmac } from "node:crypto";

// AWS Signature Version 4 for S3 (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), headers only.

export type Credentials = { accessKeyId: string; secretAccessKey: string; region: string };

/** What S3 takes for a body whose hash is not signed: it streams, and its CID is checked by whoever reads it. */
export const UNSIGNED = "UNSIGNED-PAYLOAD";

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const hex = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/** As S3 wants it: everything but letters, digits and `-._~` escaped. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

export type SigningRequest = {
  method: string;
  url: URL;
  /** Sha-256 of the body in hexadecimal, or `UNSIGNED`. */
  payload: string;
  headers?: Readonly<Record<string, string>>;
};

/** Headers that sign a request, with those that it had. */
export function signedHeaders(
  { method, url, payload, headers = {} }: SigningRequest,
  { accessKeyId, secretAccessKey, region }: Credentials,
  at: Date,
): Record<string, string> {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const all: Record<string, string> = { ...headers, "x-amz-content-sha256": payload, "x-amz-date": time };
  const signed: Record<string, string> = { ...all, host: url.host };
  const names = Object.keys(signed)
    .map((name) => name.toLowerCase())
    .sort();
  const lines = names.map((name) => `${name}:${(signed[name] ?? "").trim().replace(/ +/g, " ")}\n`).join("");
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const path = decodeURIComponent(url.pathname).split("/").map(encode).join("/");
  const canonical = [method, path, query, lines, names.join(";"), payload].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, hex(canonical)].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), "s3"), "aws4_request");
  const signature = hmac(key, toSign).toString("hex");
  const credential = `Credential=${accessKeyId}/${scope}`;
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

export const hashOf = hex;
