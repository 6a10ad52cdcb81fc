import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import identity from "./identity.ts";
import shared from "./shared.ts";

/** The treasury, which fees are credited to, is the timelock. */
export default buildModule("Market", (m) => {
  const { relay, timelock, manager } = m.useModule(shared);
  const { organisations, credentials, encryptionKeys } = m.useModule(identity);
  const market = m.contract("Market", [manager, timelock, relay], { after: [encryptionKeys] });
  // The market's constructor makes it.
  const desk = m.contractAt("Desk", m.staticCall(market, "desk"));
  const credentialPolicy = m.contract("CredentialPolicy", [credentials], { after: [market] });
  const rolePolicy = m.contract("RolePolicy", [organisations], { after: [credentialPolicy] });
  const allowListPolicy = m.contract("AllowListPolicy", [], { after: [rolePolicy] });
  const allOfPolicy = m.contract("AllOfPolicy", [], { after: [allowListPolicy] });
  const anyOfPolicy = m.contract("AnyOfPolicy", [], { after: [allOfPolicy] });
  const accessLog = m.contract("AccessLog", [market, relay], { after: [anyOfPolicy] });
  const tabs = m.contract("Tabs", [market, relay], { after: [accessLog] });
  const consent = m.contract("Consent", [market, credentials, relay], { after: [tabs] });
  const ratings = m.contract("Ratings", [market, relay], { after: [consent] });
  const passes = m.contract("Passes", [market, relay], { after: [ratings] });
  const policies = { credentialPolicy, rolePolicy, allowListPolicy, allOfPolicy, anyOfPolicy };
  return { market, desk, ...policies, accessLog, tabs, consent, ratings, passes };
});
