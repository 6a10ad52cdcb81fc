type Environment = Readonly<Record<string, string | undefined>>;

/** How an order relay works, from `TALLYSTICK_ORDERS_*`; see docs/operations/dapp.md. */
export interface OrderSettings {
  /** Open orders of one maker, and notes for one order. */
  readonly perMaker: number;
  readonly takesPerOrder: number;
  /** Bytes of JSON that are kept in all: of orders, and of notes as many again. */
  readonly bytes: number;
  /** Orders, notes and withdrawals a second that are looked at: one caller's where callers can be told apart, and everybody's. */
  readonly rate: number;
  readonly rateInAll: number;
  /** Streams that are open at once, and one caller's where callers can be told apart. */
  readonly streams: number;
  readonly streamsPerCaller: number;
}

/**
 * What the environment says of the order relay.
 *
 * @throws on a setting that is no whole number
 */
export function orderSettings(env: Environment = process.env): OrderSettings {
  const read = (name: string, otherwise: number): number => {
    const text = env[`TALLYSTICK_ORDERS_${name}`];
    if (text === undefined || text === "") return otherwise;
    if (!/^\d{1,12}$/.test(text)) throw new Error(`TALLYSTICK_ORDERS_${name} "${text}" is no whole number.`);
    return Math.max(1, Number(text));
  };
  return {
    perMaker: read("PER_MAKER", 200),
    takesPerOrder: read("TAKES_PER_ORDER", 100),
    bytes: read("BYTES", 67_108_864),
    rate: read("RATE", 5),
    rateInAll: read("RATE_IN_ALL", 100),
    streams: read("STREAMS", 1_000),
    streamsPerCaller: read("STREAMS_PER_CALLER", 20),
  };
}
