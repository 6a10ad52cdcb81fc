"use client";

import { lots } from "@tallystick/sdk/indexer/instruments";
import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { useLanguage } from "@/i18n/context";
import { useAssetWords } from "../shared/asset-words";
import { useBalances } from "../shared/use-balances";
import { type SwapChain, useSwapChains } from "../shared/use-chains";
import type { Side } from "./quotes";

/** What an account has on each of the chains. */
export function Balances(props: { account: Address }) {
  const { t } = useLanguage();
  const chains = useSwapChains();
  return (
    <section aria-labelledby="balances" className="card p-5">
      <h2 id="balances" className="text-lg">
        {t("swaps.balances")}
      </h2>
      <div className="mt-3 grid gap-5">
        {chains.map((chain) => (
          <OnChain key={chain.network.chainId} chain={chain} account={props.account} />
        ))}
      </div>
    </section>
  );
}

/** Ether and the tokens that this site knows on a chain. */
export function sidesOf({ network }: SwapChain): readonly Side[] {
  const { chainId, deployment } = network;
  const tokens = [deployment?.eurx, deployment?.usdx].filter((token) => token !== undefined);
  return [
    { chainId, asset: { kind: "native" } },
    ...tokens.map((token): Side => ({ chainId, asset: { kind: "erc20", token } })),
  ];
}

function OnChain(props: { chain: SwapChain; account: Address }) {
  const { chain, account } = props;
  const { t } = useLanguage();
  const { name } = chain.network;
  const sides = sidesOf(chain);
  const say = useAssetWords(sides);
  const balanceOf = useBalances(sides, account);
  const held = useHeld(chain, account);
  return (
    <div>
      <h3 className="text-sm text-muted">{t("swaps.balancesOn", { chain: name })}</h3>
      <ul className="mt-1 grid gap-0.5 tabular-nums">
        {sides.map((side) => (
          <li key={assetKey(side)}>{say(side, shortly(side, balanceOf(side) ?? 0n))}</li>
        ))}
        {held ? (
          <li>
            <Link href={`/receivables/portfolio?account=${account}`} className="link">
              {t("swaps.receivablesHeld", { n: held })}
            </Link>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

/** Ether to a millionth, rounded down: nobody looks for the rest of a balance. */
const shortly = ({ asset }: Side, amount: bigint): bigint =>
  asset.kind === "native" ? amount - (amount % 1_000_000_000_000n) : amount;

/** More are not counted. */
const mostCounted = 100;

/** How many lots an account holds; undefined while the indexer has not answered, or does not. */
function useHeld({ network }: SwapChain, account: Address): number | undefined {
  const { chainId, indexer = "" } = network;
  const { data } = useQuery({
    queryKey: ["swaps-lots-held", chainId, account],
    refetchInterval: 30_000,
    queryFn: async () =>
      (
        await lots(
          { indexer },
          chainId,
          { holder: account, now: Math.floor(Date.now() / 1_000) },
          { limit: mostCounted },
        )
      ).items.length,
  });
  return data;
}
