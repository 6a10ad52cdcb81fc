"use client";

import { approveLot, isLotsOperator, lotAllowance } from "@tallystick/sdk/instruments/lots";
import { paymentTypedData } from "@tallystick/sdk/market/authorization";
import { permitOf, permitTypedData } from "@tallystick/sdk/market/permit";
import { nextSequence, permitNonce, tokenDomain } from "@tallystick/sdk/market/token";
import { lockNonce } from "@tallystick/sdk/swaps/earlyRefund";
import { lockAsset, lockWithAuthorization, lockWithPermit } from "@tallystick/sdk/swaps/hashLock";
import { approveItem, sendItemToLock } from "@tallystick/sdk/swaps/items";
import { type Asset, type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type Address, type Hex, type TypedDataDefinition, zeroHash } from "viem";
import { useConfig, useConnection } from "wagmi";
import { signTypedData } from "wagmi/actions";
import { approvalFor } from "@/lib/approval";
import { refreshSoon } from "@/lib/refresh";
import { mustBe } from "@/lib/tx/must-be";
import { ActError, type Call, type Text } from "@/lib/tx/types";
import { useActOn, useBeOn } from "@/lib/tx/use-act-on";
import type { SwapChain } from "./use-chains";

/** How what is locked gets to the contract. */
export type Way = "plain" | "relayed" | "permit" | "sent" | "allowance";

/** Seconds for which a signed payment or permit is good. */
const signedFor = 3_600n;

const waysByKind = { native: ["plain"], erc721: ["sent", "allowance"], erc6909: ["allowance"] } as const;

/** Ways in which an asset can be locked, the one with the least to do first. */
export function useWays(chain: SwapChain, asset: Asset, account: Address) {
  const { network } = chain;
  const token = asset.kind === "erc20" ? asset.token : undefined;
  const { data } = useQuery({
    queryKey: ["swap-ways", network.chainId, token, account],
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => waysOf(chain, token as Address, account),
  });
  const ways: readonly Way[] = asset.kind === "erc20" ? (data ?? []) : waysByKind[asset.kind];
  return { ways, usual: ways[0] };
}

const does = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => true,
    () => false,
  );

/** What an ERC-20 can do: take signed payments, which this site's relay brings where it knows the token, and permits. */
async function waysOf({ reader, network }: SwapChain, token: Address, account: Address): Promise<readonly Way[]> {
  const [isPayable, isPermitting] = await Promise.all([
    does(nextSequence(reader, token, account, zeroHash)),
    does(permitNonce(reader, token, account)),
  ]);
  const isOurs = [network.deployment?.eurx, network.deployment?.usdx].some(
    (known) => known?.toLowerCase() === token.toLowerCase(),
  );
  return [
    ...(isPayable && isOurs ? (["relayed"] as const) : []),
    ...(isPermitting ? (["permit"] as const) : []),
    "allowance",
  ];
}

/** Locks on any of the chains, in a way that the asset allows. */
export function useLocking() {
  const config = useConfig();
  const queries = useQueryClient();
  const { address } = useConnection();
  const actOn = useActOn();
  const beOn = useBeOn();

  const sign = useCallback(
    (account: Address, chainId: number, typedData: unknown): Promise<Hex> => {
      mustBe(config, { account, chainId });
      return signTypedData(config, { ...(typedData as TypedDataDefinition), account });
    },
    [config],
  );

  return useCallback(
    async (chain: SwapChain, lock: Lock, way: Way, title: Text): Promise<void> => {
      if (!address) throw new ActError({ code: "notConnected", values: {} });
      const { chainId } = chain.network;
      await beOn(chainId);
      if (way === "relayed") {
        const signed = await authorize(chain, lock, address, (data) => sign(address, chainId, data));
        const { relay } = await import("@/lib/tx/relay");
        await relay(config, {
          chainId,
          title,
          kind: "swap",
          signed: { act: "lock", lock, ...signed },
          call: lockWithAuthorization(chain.hashLock, lock, signed),
        });
        refreshSoon(queries);
        return;
      }
      const calls = await callsFor(chain, lock, way, address, (data) => sign(address, chainId, data));
      await actOn(chainId, { title, calls });
    },
    [address, actOn, beOn, config, queries, sign],
  );
}

type Ask = (typedData: unknown) => Promise<Hex>;

/** A payment to the contract that binds all terms of a lock: its nonce is made of the lock's id. */
async function authorize({ reader, hashLock }: SwapChain, lock: Lock, payer: Address, ask: Ask) {
  if (lock.asset.kind !== "erc20") throw new TypeError("Only tokens take signed payments.");
  const { token } = lock.asset;
  const [domain, block] = await Promise.all([tokenDomain(reader, token), reader.client.getBlock()]);
  const id = lockId(reader.network.chainId, hashLock, lock);
  const message = {
    from: payer,
    to: hashLock,
    value: lock.amount,
    validAfter: 0n,
    validBefore: block.timestamp + signedFor,
    nonce: lockNonce(id),
  };
  const signature = await ask(paymentTypedData(domain, message));
  return { payer, validAfter: message.validAfter, validBefore: message.validBefore, signature };
}

async function callsFor(
  { reader, hashLock }: SwapChain,
  lock: Lock,
  way: Way,
  account: Address,
  ask: Ask,
): Promise<readonly Call[]> {
  const { asset } = lock;
  if (asset.kind === "erc20" && way === "permit") {
    const typedData = await permitTypedData(reader, asset.token, account, lock.amount, { spender: hashLock });
    const signature = await ask(typedData);
    return [lockWithPermit(hashLock, lock, permitOf(typedData.message, signature))];
  }
  if (way === "sent") return [sendItemToLock(hashLock, account, lock)];
  const allowing = await allowanceFor({ reader, hashLock }, lock, account);
  return [...allowing, lockAsset(hashLock, lock)];
}

/** What has to be allowed before a lock, of exactly its sum or its lot. */
async function allowanceFor(
  { reader, hashLock }: Pick<SwapChain, "reader" | "hashLock">,
  { asset, amount }: Lock,
  account: Address,
): Promise<readonly Call[]> {
  if (asset.kind === "native") return [];
  if (asset.kind === "erc20") {
    return approvalFor(reader, { token: asset.token, account, spender: hashLock, sum: amount });
  }
  if (asset.kind === "erc721") return [approveItem(hashLock, asset.token, asset.tokenId)];
  const [isOperator, allowed] = await Promise.all([
    isLotsOperator(reader, account, hashLock),
    lotAllowance(reader, account, hashLock, asset.tokenId),
  ]);
  return isOperator || allowed >= amount ? [] : [approveLot(asset.token, hashLock, asset.tokenId, amount)];
}
