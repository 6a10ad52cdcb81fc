import type { PersonaId } from "@tallystick/sdk/local/personas";
import { personaAccount } from "@tallystick/sdk/local/personas";
import type { Network } from "@tallystick/sdk/networks";
import { createPublicClient, type Hex, hexToBigInt, hexToNumber, http, isHex, numberToHex } from "viem";
import { isLocalChain, rpcUrlOf } from "@/lib/config";

const personaKey = "tallystick.persona";
const chainKey = "tallystick.persona.chain";

class RpcError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

type Handler = (value: unknown) => void;
interface Request {
  readonly method: string;
  readonly params?: unknown;
}

export interface DemoProvider {
  request(request: Request): Promise<unknown>;
  on(event: string, handler: Handler): void;
  removeListener(event: string, handler: Handler): void;
  /** Acts as this persona from now on; connected pages are told. */
  use(persona: PersonaId): void;
}

/**
 * A wallet whose accounts everybody knows, for local chains alone: an EIP-1193 provider that signs with the personas'
 * keys and leaves all else to the chain.
 */
export function createDemoProvider(configured: readonly Network[]): DemoProvider {
  const chains = configured.filter((chain) => isLocalChain(chain.chainId));
  const handlers = new Map<string, Set<Handler>>();
  let persona = localStorage.getItem(personaKey) as PersonaId | null;
  let chain = chains.find((each) => String(each.chainId) === localStorage.getItem(chainKey)) ?? chains[0];
  if (!chain) throw new Error("The demo wallet works on local chains only.");

  const emit = (event: string, value: unknown) => {
    for (const handler of handlers.get(event) ?? []) handler(value);
  };
  const current = () => {
    if (!persona || !chain) throw new RpcError(4100, "No persona is chosen.");
    return personaAccount(persona, chain.chainId);
  };
  const client = () => createPublicClient({ transport: http(chain && rpcUrlOf(chain)) });

  function switchTo(id: number): null {
    const next = chains.find((each) => each.chainId === id);
    if (!next) throw new RpcError(4902, `The demo wallet does not know chain ${id}.`);
    chain = next;
    localStorage.setItem(chainKey, String(id));
    emit("chainChanged", numberToHex(id));
    return null;
  }

  async function send(fields: Record<string, Hex | undefined>): Promise<Hex> {
    const account = current();
    const rpc = client();
    if (fields["from"]?.toLowerCase() !== account.address.toLowerCase()) throw new RpcError(4100, "Not this account.");
    const to = fields["to"];
    const call = {
      to,
      data: fields["data"] ?? fields["input"],
      value: fields["value"] ? hexToBigInt(fields["value"]) : 0n,
    };
    const [nonce, gas, fees] = await Promise.all([
      fields["nonce"]
        ? hexToNumber(fields["nonce"])
        : rpc.getTransactionCount({ address: account.address, blockTag: "pending" }),
      fields["gas"] ? hexToBigInt(fields["gas"]) : rpc.estimateGas({ account: account.address, ...call }),
      rpc.estimateFeesPerGas(),
    ]);
    const serializedTransaction = await account.signTransaction({
      ...call,
      ...fees,
      nonce,
      gas,
      chainId: chain?.chainId ?? 0,
      type: "eip1559",
    });
    return rpc.sendRawTransaction({ serializedTransaction });
  }

  async function request({ method, params }: Request): Promise<unknown> {
    const list = Array.isArray(params) ? params : [];
    switch (method) {
      case "eth_accounts":
        return persona ? [current().address] : [];
      case "eth_requestAccounts":
        return [current().address];
      case "wallet_requestPermissions":
        return [
          {
            parentCapability: "eth_accounts",
            caveats: [{ type: "restrictReturnedAccounts", value: [current().address] }],
          },
        ];
      case "wallet_revokePermissions":
        return null;
      case "eth_chainId":
        return numberToHex(chain?.chainId ?? 0);
      case "wallet_switchEthereumChain":
        return switchTo(hexToNumber(list[0].chainId));
      case "wallet_addEthereumChain":
        return switchTo(hexToNumber(list[0].chainId));
      case "personal_sign":
        return current().signMessage({ message: isHex(list[0]) ? { raw: list[0] } : String(list[0]) });
      case "eth_signTypedData_v4":
        return current().signTypedData(JSON.parse(String(list[1])));
      case "eth_sendTransaction":
        return send(list[0]);
      case "wallet_getCapabilities":
        return {};
      case "wallet_sendCalls":
        throw new RpcError(4200, "Not supported.");
      default:
        return client().request({ method, params } as never);
    }
  }

  return {
    request,
    on: (event, handler) => handlers.set(event, (handlers.get(event) ?? new Set()).add(handler)),
    removeListener: (event, handler) => handlers.get(event)?.delete(handler),
    use(next) {
      persona = next;
      localStorage.setItem(personaKey, next);
      emit("accountsChanged", [current().address]);
    },
  };
}
