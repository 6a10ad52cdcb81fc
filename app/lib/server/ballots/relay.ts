import type { DatabaseSync } from "node:sqlite";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { genesisHash } from "@tallystick/sdk/chain/genesis";
import type { Address, Hex, LocalAccount } from "viem";
import { chainFacts } from "./facts.ts";
import { type Intake, intake } from "./intake.ts";
import type { AskAll } from "./rpc.ts";
import { sendDue } from "./sender.ts";
import { sendingStore } from "./sendings.ts";
import type { RelaySettings } from "./settings.ts";
import { digester, type Signable } from "./signer.ts";
import { type BallotStore, ballotStore } from "./store.ts";
import { leaseOf, sameChain } from "./upkeep.ts";

/** The ballot relay of one network. */
export interface BallotRelay {
  readonly reader: Reader;
  readonly settings: RelaySettings;
  readonly governor: Address;
  /** Who pays for batches; undefined: nobody, ballots are only collected and shown. */
  readonly relayer: LocalAccount | undefined;
  readonly store: BallotStore;
  readonly intake: Intake;
  readonly digestOf: (ballot: Signable) => Hex;
  /** The transaction that a sending is known by. */
  readonly transactionOf: (sending: number) => Hex | undefined;
  /** Makes sure that what is kept is of this chain, which may have been restarted where it is a local one. */
  readonly ready: () => Promise<void>;
  /** Sends what is due and looks after what was sent. Calls while one runs come to nothing. */
  readonly tick: () => Promise<void>;
}

export interface RelayParts {
  readonly reader: Reader;
  readonly ask: AskAll;
  readonly database: DatabaseSync;
  readonly settings: RelaySettings;
  readonly relayer: LocalAccount | undefined;
  readonly now?: () => number;
}

/** How long ballots are kept, whatever became of them. No vote is longer than that, and receipts are on the chain. */
const KEPT_MS = 90 * 86_400_000;
const SWEEP_MS = 3_600_000;

export function ballotRelay({ reader, ask, database, settings, relayer, now = Date.now }: RelayParts): BallotRelay {
  const { chainId } = reader.network;
  const store = ballotStore(database, chainId, settings);
  const sendings = sendingStore(database, chainId);
  const facts = chainFacts(reader, ask, now);
  const lease = leaseOf(database, chainId);
  const chain = sameChain(database, reader.network, {
    genesis: () => genesisHash(reader.client),
    forgotten: store.recount,
  });
  const parts = relayer && { reader, relayer, store, sendings, facts, settings, now };
  let isBusy = false;
  let sweptAt = 0;

  async function act(): Promise<void> {
    sweep();
    if (!parts || (store.waiting().length === 0 && sendings.unfinished().length === 0)) return;
    await chain.check();
    if (lease(now())) await sendDue(parts);
  }

  function sweep(): void {
    if (now() - sweptAt < SWEEP_MS) return;
    sweptAt = now();
    store.sweep(sweptAt - KEPT_MS);
    sendings.sweep(sweptAt - KEPT_MS);
  }

  return {
    reader,
    settings,
    governor: facts.governor,
    relayer,
    store,
    intake: intake({ chainId, store, facts, leastPower: settings.leastPower, now }),
    digestOf: digester(chainId, facts.governor),
    transactionOf: sendings.hash,
    ready: chain.ready,
    async tick() {
      if (isBusy) return;
      isBusy = true;
      try {
        await act();
      } finally {
        isBusy = false;
      }
    },
  };
}
