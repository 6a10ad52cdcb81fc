import type { NextConfig } from "next";

const config: NextConfig = {
  transpilePackages: ["@tallystick/sdk"],
  reactStrictMode: true,
  poweredByHeader: false,
};

export default config;
