/** How the DAO begins; all of it but the supply's first holder can be changed by its votes. */
export interface Governance {
  /** Seconds between queueing a critical proposal and its execution. */
  criticalDelay: number;
  /** Who holds the whole first supply: the account that deploys, or a named one. */
  holder: "deployer" | `0x${string}`;
  /** In base units of the token, 18 decimals. */
  supply: bigint;
  cap: bigint;
  proposalThreshold: bigint;
  /** Seconds. */
  votingDelay: bigint;
  votingPeriod: bigint;
  voteExtension: bigint;
  coolDown: bigint;
  /** Basis points of the supply. */
  quorum: bigint;
  criticalQuorum: bigint;
  /** Who may cancel in the first year; the zero address: nobody. */
  guardian: `0x${string}`;
}

/** What may differ from network to network. Read by the Ignition modules, the settings and the tests alike. */
export interface Parameters {
  chainId: number;
  /** Name of the network in hardhat.config.ts. */
  network: string;
  /** Seconds between proposing a change to the timelock and its execution. */
  timelockDelay: number;
  governance: Governance;
  /** The DAO's share of sales in basis points, for offers made from then on. */
  feeBps: number;
  /** Who may attest credentials, of which type; appointed by the timelock after the deployment. */
  registrars: readonly { credential: `0x${string}`; registrar: `0x${string}` }[];
  /** The chain's Ethereum Attestation Service, where it has one. */
  eas?: `0x${string}`;
  /** Whether EURX and USDX with their faucets are deployed: local chains only. */
  demoTokens: boolean;
}
