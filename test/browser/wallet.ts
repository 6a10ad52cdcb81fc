/// <reference lib="dom" />
import type { Page } from "@playwright/test";
import { LOCAL_MNEMONIC } from "@tallystick/sdk/local/personas";
import {
  createWalletClient,
  type Hex,
  hexToBigInt,
  hexToNumber,
  http,
  isHex,
  numberToHex,
  toHex,
  zeroHash,
} from "viem";
import { type HDAccount, mnemonicToAccount, setSignEntropy } from "viem/accounts";
import { rpc, rpcUrl } from "./chain.ts";

export const accountAt = (addressIndex: number): HDAccount => mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex });

interface Refusal {
  readonly method: RegExp;
  readonly error: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export interface TestWallet {
  readonly account: HDAccount;
  /** Methods that were asked for, oldest first. */
  readonly requests: string[];
  /** The next request that fits is refused. */
  refuse(method: RegExp, error?: Partial<Refusal["error"]>): void;
  /** Shows another account, as a person does in the wallet. */
  show(index: number): Promise<void>;
  /** Shows another account as soon as a request that fits arrives, before it is answered. */
  showUpon(method: RegExp, index: number): void;
  chain(id: number): Promise<void>;
}

/** A wallet as an extension would be: announced by EIP-6963, keys outside the page. */
export async function injectWallet(
  page: Page,
  first: number,
  options: { chainId?: number; knows?: readonly number[]; name?: string; batches?: boolean; unsteady?: boolean } = {},
): Promise<TestWallet> {
  let account = accountAt(first);
  let chainId = options.chainId ?? 31337;
  const known = new Set(options.knows ?? [31337, 31338]);
  const refusals: Refusal[] = [];
  const switches: { method: RegExp; index: number }[] = [];
  const requests: string[] = [];
  // A page sees no account before the person has let it.
  let allowed = false;
  const emit = (event: string, value: unknown) =>
    page.evaluate(
      ([name, detail]) => window.dispatchEvent(new CustomEvent("test-wallet", { detail: [name, detail] })),
      [event, value] as const,
    );

  async function show(index: number) {
    account = accountAt(index);
    await emit("accountsChanged", [account.address]);
  }
  async function chain(id: number) {
    chainId = id;
    await emit("chainChanged", numberToHex(id));
  }

  const batches = new Map<string, unknown[]>();
  /** EIP-5792, as a wallet would do it that can carry out several calls as one. */
  async function batch(method: string, head: unknown): Promise<unknown> {
    if (method === "wallet_getCapabilities") return { [numberToHex(chainId)]: { atomic: { status: "supported" } } };
    if (method === "wallet_sendCalls") {
      const { calls } = head as { calls: { to: Hex; data: Hex }[] };
      const wallet = createWalletClient({ account, transport: http(rpcUrl(chainId)) });
      const receipts: unknown[] = [];
      for (const call of calls) {
        const hash = await wallet.sendTransaction({ ...call, chain: null });
        receipts.push(await rpc("eth_getTransactionReceipt", [hash], chainId));
      }
      const id = `0x${(batches.size + 1).toString(16).padStart(64, "0")}`;
      batches.set(id, receipts);
      return { id };
    }
    if (method === "wallet_getCallsStatus") {
      const receipts = batches.get(String(head));
      return { version: "2.0.0", id: head, chainId: numberToHex(chainId), status: 200, atomic: true, receipts };
    }
    throw { code: 4200, message: `${method} is not supported` };
  }

  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a list of methods, each in its line
  async function answer(method: string, params: readonly unknown[]): Promise<unknown> {
    const [head, second] = params as [Record<string, Hex>, unknown];
    if (method === "eth_requestAccounts" || method === "wallet_requestPermissions") allowed = true;
    if (method === "eth_accounts") return allowed ? [account.address] : [];
    if (method === "eth_requestAccounts") return [account.address];
    if (method === "eth_chainId") return numberToHex(chainId);
    if (method === "wallet_requestPermissions") return [{ parentCapability: "eth_accounts" }];
    if (method === "wallet_addEthereumChain") known.add(hexToNumber(head.chainId as Hex));
    if (method === "wallet_switchEthereumChain" || method === "wallet_addEthereumChain") {
      const id = hexToNumber(head.chainId as Hex);
      if (!known.has(id)) throw { code: 4902, message: `Unrecognized chain ID ${id}` };
      await chain(id);
      return null;
    }
    if (method === "personal_sign") return account.signMessage({ message: isHex(head) ? { raw: head } : String(head) });
    if (method === "eth_signTypedData_v4") {
      // An unsteady one signs as wallets of several devices do: well, and differently each time.
      setSignEntropy(options.unsteady ? toHex(crypto.getRandomValues(new Uint8Array(32))) : zeroHash);
      return account.signTypedData(JSON.parse(String(second)));
    }
    if (method === "eth_sendTransaction") {
      const wallet = createWalletClient({ account, transport: http(rpcUrl(chainId)) });
      const fields = { to: head.to, data: head.data, value: head.value ? hexToBigInt(head.value) : 0n };
      const nonce = head.nonce ? hexToNumber(head.nonce) : undefined;
      return wallet.sendTransaction({
        ...fields,
        nonce,
        gas: head.gas ? hexToBigInt(head.gas) : undefined,
        chain: null,
      } as never);
    }
    if (method.startsWith("wallet_") && options.batches) return batch(method, head);
    if (method.startsWith("wallet_")) throw { code: 4200, message: `${method} is not supported` };
    return rpc(method, params, chainId);
  }

  await page.exposeFunction("testWalletRequest", async (method: string, params: readonly unknown[] = []) => {
    requests.push(method);
    const refused = refusals.findIndex((refusal) => refusal.method.test(method));
    if (refused >= 0) return { error: refusals.splice(refused, 1)[0]?.error };
    const switched = switches.findIndex((each) => each.method.test(method));
    if (switched >= 0) await show(switches.splice(switched, 1)[0]?.index ?? first);
    try {
      return { result: await answer(method, params) };
    } catch (error) {
      const { code = -32603, message = String(error), data } = error as Refusal["error"];
      return { error: { code, message, data } };
    }
  });
  await page.addInitScript(announce, options.name ?? "Test wallet");
  return {
    get account() {
      return account;
    },
    requests,
    refuse: (method, error = {}) =>
      void refusals.push({ method, error: { code: 4001, message: "User rejected the request.", ...error } }),
    show,
    showUpon: (method, index) => void switches.push({ method, index }),
    chain,
  };
}

/** Runs in the page. */
function announce(name: string): void {
  const ask = (
    window as unknown as {
      testWalletRequest: (
        method: string,
        params: unknown,
      ) => Promise<{ result?: unknown; error?: { message: string } }>;
    }
  ).testWalletRequest;
  const handlers: Record<string, ((value: unknown) => void)[]> = {};
  window.addEventListener("test-wallet", (event) => {
    const [kind, value] = (event as CustomEvent<[string, unknown]>).detail;
    for (const handler of handlers[kind] ?? []) handler(value);
  });
  const provider = {
    on: (event: string, handler: (value: unknown) => void) => {
      handlers[event] = [...(handlers[event] ?? []), handler];
    },
    removeListener: (event: string, handler: (value: unknown) => void) => {
      handlers[event] = (handlers[event] ?? []).filter((each) => each !== handler);
    },
    request: async ({ method, params }: { method: string; params?: unknown }) => {
      const { result, error } = await ask(method, params ?? []);
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    },
  };
  const icon =
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1'/></svg>";
  const detail = Object.freeze({
    info: { uuid: "11111111-2222-4333-8444-555555555555", name, icon, rdns: "test.wallet" },
    provider,
  });
  const say = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", say);
  say();
}
