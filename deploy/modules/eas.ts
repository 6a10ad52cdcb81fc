import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import identity from "./identity.ts";
import shared from "./shared.ts";

/** Only where the chain has the Ethereum Attestation Service: `eas` has no default. */
export default buildModule("Eas", (m) => {
  const eas = m.getParameter<string>("eas");
  const { relay, manager } = m.useModule(shared);
  const { credentials } = m.useModule(identity);
  const easMirror = m.contract("EasMirror", [eas, credentials, manager, relay]);
  return { easMirror };
});
