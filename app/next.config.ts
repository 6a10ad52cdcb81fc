import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  transpilePackages: ["@tallystick/sdk"],
  // It reads its WebAssembly from beside itself.
  serverExternalPackages: ["tiny-secp256k1"],
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run check` checks the types; `npm start` need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // Several checkouts of one machine must not be taken for one workspace.
  turbopack: {
    root: join(import.meta.dirname, ".."),
    resolveAlias: { "@tallystick/sdk/errorSentences": { browser: "./lib/bare-sentences.ts" } },
  },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
        ],
      },
    ];
  },
};

export default config;
