import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import shared from "./shared.ts";

export default buildModule("Identity", (m) => {
  const { relay, manager } = m.useModule(shared);
  const organisations = m.contract("Organisations", [relay], { after: [manager] });
  const credentials = m.contract("Credentials", [manager, relay], { after: [organisations] });
  const encryptionKeys = m.contract("EncryptionKeys", [relay], { after: [credentials] });
  return { organisations, credentials, encryptionKeys };
});
