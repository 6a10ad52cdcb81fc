import type { Abi } from "viem";
import { parseAbi } from "viem";
import { acceptorsAbi } from "../generated/abis/Acceptors.ts";
import { accessLogAbi } from "../generated/abis/AccessLog.ts";
import { accessManagerAbi } from "../generated/abis/AccessManager.ts";
import { batchLockAbi } from "../generated/abis/BatchLock.ts";
import { billQuotesAbi } from "../generated/abis/BillQuotes.ts";
import { billsAbi } from "../generated/abis/Bills.ts";
import { billsChangesAbi } from "../generated/abis/BillsChanges.ts";
import { billsRecourseAbi } from "../generated/abis/BillsRecourse.ts";
import { buybackAbi } from "../generated/abis/Buyback.ts";
import { consentAbi } from "../generated/abis/Consent.ts";
import { credentialsAbi } from "../generated/abis/Credentials.ts";
import { debtorsAbi } from "../generated/abis/Debtors.ts";
import { demoTokenAbi } from "../generated/abis/DemoToken.ts";
import { depositAddressAbi } from "../generated/abis/DepositAddress.ts";
import { depositVaultAbi } from "../generated/abis/DepositVault.ts";
import { deskAbi } from "../generated/abis/Desk.ts";
import { dividendsAbi } from "../generated/abis/Dividends.ts";
import { easMirrorAbi } from "../generated/abis/EasMirror.ts";
import { encryptionKeysAbi } from "../generated/abis/EncryptionKeys.ts";
import { evidenceAbi } from "../generated/abis/Evidence.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { holdbackAbi } from "../generated/abis/Holdback.ts";
import { lotsAbi } from "../generated/abis/Lots.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { organisationsAbi } from "../generated/abis/Organisations.ts";
import { passesAbi } from "../generated/abis/Passes.ts";
import { quotesAbi } from "../generated/abis/Quotes.ts";
import { ratingsAbi } from "../generated/abis/Ratings.ts";
import { receivablesAbi } from "../generated/abis/Receivables.ts";
import { relayAbi } from "../generated/abis/Relay.ts";
import { reposAbi } from "../generated/abis/Repos.ts";
import { ruleSetsAbi } from "../generated/abis/RuleSets.ts";
import { tabsAbi } from "../generated/abis/Tabs.ts";
import { tallyGovernorAbi } from "../generated/abis/TallyGovernor.ts";
import { tallyTokenAbi } from "../generated/abis/TallyToken.ts";
import { treasuryAbi } from "../generated/abis/Treasury.ts";
import { vaultAbi } from "../generated/abis/Vault.ts";

// Of tokens that are not ours, in the forms that OpenZeppelin and Circle's USDC use.
const foreign = parseAbi([
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  "error ERC20InvalidReceiver(address receiver)",
  "error ERC20InvalidSender(address sender)",
  "error ERC2612ExpiredSignature(uint256 deadline)",
  "error ERC2612InvalidSigner(address signer, address owner)",
  "error EnforcedPause()",
]);

export type AbiError = Extract<Abi[number], { type: "error" }>;

const all: readonly Abi[] = [
  acceptorsAbi,
  accessLogAbi,
  accessManagerAbi,
  batchLockAbi,
  billQuotesAbi,
  billsAbi,
  billsChangesAbi,
  billsRecourseAbi,
  buybackAbi,
  consentAbi,
  credentialsAbi,
  debtorsAbi,
  demoTokenAbi,
  depositAddressAbi,
  depositVaultAbi,
  deskAbi,
  dividendsAbi,
  easMirrorAbi,
  encryptionKeysAbi,
  evidenceAbi,
  hashLockAbi,
  holdbackAbi,
  lotsAbi,
  marketAbi,
  organisationsAbi,
  passesAbi,
  quotesAbi,
  ratingsAbi,
  receivablesAbi,
  relayAbi,
  reposAbi,
  ruleSetsAbi,
  tabsAbi,
  tallyGovernorAbi,
  tallyTokenAbi,
  treasuryAbi,
  vaultAbi,
  foreign,
];

/** Every custom error that a call of ours may end in, each once. */
export const contractErrors: readonly AbiError[] = [
  ...new Map(
    all
      .flat()
      .filter((item) => item.type === "error")
      .map((item) => [`${item.name}(${item.inputs.map(({ type }) => type).join()})`, item]),
  ).values(),
];
