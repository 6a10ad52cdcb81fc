import type { Network } from "@tallystick/sdk/networks";

type Environment = Readonly<Record<string, string | undefined>>;

/** How a ballot relay works, from `TALLYSTICK_BALLOTS_*`; see docs/operations/dapp.md. */
export interface RelaySettings {
  /** Ballots of a proposal that are sent as soon as so many wait. */
  readonly batchSize: number;
  /** Seconds that a ballot waits for others at most. */
  readonly every: number;
  /** Gas that may be spent within a day, and for one proposal. */
  readonly gasADay: bigint;
  readonly gasAProposal: bigint;
  /** Most wei for a unit of gas. */
  readonly maxFee: bigint;
  /** Ballots a second that are looked at: one caller's where callers can be told apart, and everybody's. */
  readonly rate: number;
  readonly rateInAll: number;
  /** Least power of a voter whose ballot is sent, in base units. */
  readonly leastPower: bigint;
  /** Ballots that are kept for one proposal, and for all. */
  readonly perProposal: number;
  readonly inAll: number;
}

const GWEI = 10n ** 9n;

/**
 * What the environment says of a network's relay.
 *
 * @throws on a setting that is no whole number
 */
export function relaySettings(network: Pick<Network, "isLocal">, env: Environment = process.env): RelaySettings {
  const read = (name: string, otherwise: bigint): bigint => {
    const text = env[`TALLYSTICK_BALLOTS_${name}`];
    if (text === undefined || text === "") return otherwise;
    if (!/^\d{1,30}$/.test(text)) throw new Error(`TALLYSTICK_BALLOTS_${name} "${text}" is no whole number.`);
    return BigInt(text);
  };
  const count = (name: string, otherwise: number): number => Math.max(1, Number(read(name, BigInt(otherwise))));
  return {
    batchSize: count("BATCH", 200),
    every: count("EVERY", network.isLocal ? 5 : 300),
    gasADay: read("GAS_A_DAY", network.isLocal ? 10n ** 12n : 300_000_000n),
    gasAProposal: read("GAS_A_PROPOSAL", network.isLocal ? 10n ** 12n : 1_000_000_000n),
    maxFee: read("MAX_FEE_GWEI", 100n) * GWEI,
    rate: count("RATE", 50),
    rateInAll: count("RATE_IN_ALL", 1_000),
    leastPower: read("LEAST_POWER", 1n),
    perProposal: count("KEPT_A_PROPOSAL", 100_000),
    inAll: count("KEPT", 500_000),
  };
}
