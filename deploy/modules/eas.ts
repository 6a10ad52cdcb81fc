import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import all from "./all.ts";

/** Where the chain has the Ethereum Attestation Service: all, and its mirror. `eas` has no default. */
export default buildModule("Eas", (m) => {
  const eas = m.getParameter<string>("eas");
  const everything = m.useModule(all);
  const { relay, manager, credentials } = everything;
  const easMirror = m.contract("EasMirror", [eas, credentials, manager, relay]);
  return { ...everything, easMirror };
});
