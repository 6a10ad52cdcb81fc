import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { accessManagerAbi } from "@tallystick/sdk/generated/abis/AccessManager";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { deskAbi } from "@tallystick/sdk/generated/abis/Desk";
import { easMirrorAbi } from "@tallystick/sdk/generated/abis/EasMirror";
import { encryptionKeysAbi } from "@tallystick/sdk/generated/abis/EncryptionKeys";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { organisationsAbi } from "@tallystick/sdk/generated/abis/Organisations";
import { passesAbi } from "@tallystick/sdk/generated/abis/Passes";
import { ratingsAbi } from "@tallystick/sdk/generated/abis/Ratings";
import { relayAbi } from "@tallystick/sdk/generated/abis/Relay";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { timelockControllerAbi } from "@tallystick/sdk/generated/abis/TimelockController";
import type { Abi, AbiItem } from "viem";

const all: readonly AbiItem[] = [
  ...marketAbi,
  ...tabsAbi,
  ...ratingsAbi,
  ...passesAbi,
  ...deskAbi,
  ...consentAbi,
  ...accessLogAbi,
  ...organisationsAbi,
  ...credentialsAbi,
  ...encryptionKeysAbi,
  ...demoTokenAbi,
  ...relayAbi,
  ...easMirrorAbi,
  ...accessManagerAbi,
  ...timelockControllerAbi,
];

/** Every custom error that a contract of ours, or one it calls, can answer with; each once. */
export const abiErrors: Abi = [
  ...new Map(
    all
      .filter((item) => item.type === "error")
      .map((item) => [`${item.name}(${item.inputs.map(({ type }) => type)})`, item]),
  ).values(),
];
