/** What may differ from network to network. Read by the Ignition modules, the settings and the tests alike. */
export interface Parameters {
  chainId: number;
  /** Name of the network in hardhat.config.ts. */
  network: string;
  /** Seconds between proposing a change to the timelock and its execution. */
  timelockDelay: number;
  /**
   * Who may propose to the timelock and cancel: the account that deploys, or a named one (a multisig).
   * The governor takes its place in the governance issue.
   */
  proposer: "deployer" | `0x${string}`;
  /** The DAO's share of sales in basis points, for offers made from then on. */
  feeBps: number;
  /** Who may attest credentials, of which type; appointed by the timelock after the deployment. */
  registrars: readonly { credential: `0x${string}`; registrar: `0x${string}` }[];
  /** The chain's Ethereum Attestation Service, where it has one. */
  eas?: `0x${string}`;
  /** Whether EURX and USDX with their faucets are deployed: local chains only. */
  demoTokens: boolean;
}
