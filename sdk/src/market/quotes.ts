import { type Address, parseAbi, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, calldataOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { deployed } from "../networks.ts";
import { buyFromBalance } from "./balance.ts";
import { buy, type PurchaseChoice } from "./buying.ts";
import { creditOf, readRight } from "./rights.ts";
import { allowanceOf, balanceOf } from "./token.ts";
import { buyByTransfer, takesTransferAndCall } from "./transfers.ts";

/**
 * A way to pay: from the prepaid balance; one ERC-3009 signature that anyone relays (`signOrder`); one ERC-1363 transfer
 * (`buyByTransfer`); an ERC-2612 permit (`buyWithPermit`); a standing allowance (`approve`, `buy`). A free offer needs
 * none of them: `free`.
 */
export type Rail = "free" | "balance" | "authorization" | "transfer" | "permit" | "allowance";

/** Why a rail can't be used: what the account lacks, or what token or account can't do. */
export type RailFault = "balance-too-low" | "funds-too-low" | "token-lacks-it" | "account-lacks-it";

/** What buying by a rail takes, before anything is signed. */
export interface RailQuote {
  readonly rail: Rail;
  /** Undefined: it can be used now. */
  readonly fault?: RailFault | undefined;
  /** Base units of the offer's token; the same by each rail. */
  readonly price: bigint;
  /** Messages that the payer signs, transactions aside. */
  readonly signatures: number;
  /** Transactions that the payer sends; 0: anyone may send the only one for him. */
  readonly transactions: number;
  /** Gas of all transactions together. */
  readonly gas: bigint;
  /** Whether the node estimated it for this purchase, or it is what such a purchase usually takes. */
  readonly isEstimated: boolean;
  /** Wei that the gas costs now, whoever pays it. */
  readonly gasCost: bigint;
}

/** Usual gas for a reader without a right, and with one, as `npm run bench` measures it; rounded up. */
const USUAL: Readonly<Record<Rail, readonly [first: bigint, again: bigint]>> = {
  free: [54_000n, 54_000n],
  balance: [65_000n, 48_000n],
  authorization: [111_000n, 77_000n],
  transfer: [135_000n, 118_000n],
  permit: [114_000n, 97_000n],
  allowance: [80_000n, 63_000n],
};
const APPROVAL = 47_000n;

/** What a token and an account can do; it does not change from one purchase to the next. */
export interface RailSupport {
  readonly authorization: boolean;
  readonly permit: boolean;
  readonly transfer: boolean;
}

const probes = parseAbi([
  "function authorizationState(address authorizer, bytes32 nonce) view returns (bool)",
  "function nonces(address owner) view returns (uint256)",
  "function DOMAIN_SEPARATOR() view returns (bytes32)",
]);

/** Asks a token which rails it has: ERC-3009, ERC-2612, ERC-1363. What it does not answer it does not have. */
export async function railsOf(reader: Reader, token: Address): Promise<RailSupport> {
  const { client } = reader;
  const answers = (asking: Promise<unknown>): Promise<boolean> =>
    asking.then(
      () => true,
      () => false,
    );
  const zero = "0x0000000000000000000000000000000000000001";
  const probe = { address: token, abi: probes } as const;
  const [authorization, nonces, domain, transfer] = await Promise.all([
    answers(client.readContract({ ...probe, functionName: "authorizationState", args: [zero, zeroHash] })),
    answers(client.readContract({ ...probe, functionName: "nonces", args: [zero] })),
    answers(client.readContract({ ...probe, functionName: "DOMAIN_SEPARATOR" })),
    takesTransferAndCall(reader, token),
  ]);
  return { authorization, permit: nonces && domain, transfer };
}

/**
 * What a purchase costs by each rail, usable ones first, those with the least to do and to pay before the others. That
 * the offer sells at all `previewPurchase` tells.
 *
 * @param choice `payer`: who would pay
 * @throws `ChainUnreachable`
 */
export async function quoteRails(
  reader: Reader,
  choice: PurchaseChoice & { readonly payer: Address },
): Promise<readonly RailQuote[]> {
  const { client, network } = reader;
  const { market, desk } = deployed(network);
  const { terms, payer } = choice;
  const { price, token } = terms;
  try {
    const [gasPrice, { word }] = await Promise.all([
      client.getGasPrice(),
      readRight(reader, terms.dataset, choice.reader),
    ]);
    const usual = (rail: Rail): bigint => USUAL[rail][word === 0n ? 0 : 1];
    const quote = async (
      rail: Rail,
      steps: Pick<RailQuote, "signatures" | "transactions">,
      fault: RailFault | undefined,
      call?: Call,
      before = 0n,
    ): Promise<RailQuote> => {
      const estimated = fault === undefined && call ? await estimate(reader, payer, call) : undefined;
      const gas = estimated ?? usual(rail) + before;
      return { rail, fault, price, ...steps, gas, isEstimated: estimated !== undefined, gasCost: gas * gasPrice };
    };
    const sent = { signatures: 0, transactions: 1 };
    if (price === 0n) return [await quote("free", sent, undefined, buy(market, choice))];

    const [support, funds, allowance, credit, code] = await Promise.all([
      railsOf(reader, token),
      balanceOf(reader, token, payer),
      allowanceOf(reader, token, payer, market),
      creditOf(reader, payer, token),
      client.getCode({ address: payer }),
    ]);
    // A contract wallet has no key, which a permit needs; a delegated account (EIP-7702) has.
    const hasKey = code === undefined || code === "0x" || code.startsWith("0xef0100");
    const poor: RailFault | undefined = funds < price ? "funds-too-low" : undefined;
    const lacking = (has: boolean): RailFault | undefined => (has ? poor : "token-lacks-it");
    const isApproved = allowance >= price;
    const quotes = await Promise.all([
      quote("balance", sent, credit < price ? "balance-too-low" : undefined, buyFromBalance(market, choice)),
      quote("authorization", { signatures: 1, transactions: 0 }, lacking(support.authorization)),
      quote("transfer", sent, lacking(support.transfer), buyByTransfer(desk, choice)),
      quote("permit", { signatures: 1, transactions: 1 }, hasKey ? lacking(support.permit) : "account-lacks-it"),
      // Before the approval is there, the node can't estimate what comes after it.
      isApproved
        ? quote("allowance", sent, poor, buy(market, choice))
        : quote("allowance", { signatures: 0, transactions: 2 }, poor, undefined, APPROVAL),
    ]);
    return quotes.sort((a, b) => rank(a) - rank(b) || (a.gas < b.gas ? -1 : 1));
  } catch (error) {
    throw explainError(error, { act: "quoteRails", account: payer, network });
  }
}

/** Usable rails first, then those with the fewest things to confirm. */
function rank({ fault, signatures, transactions }: RailQuote): number {
  return (fault === undefined ? 0 : 100) + signatures + transactions;
}

/** Gas of a call as the node sees it now; undefined where it would be refused, as without a policy's evidence. */
async function estimate(reader: Reader, payer: Address, call: Call): Promise<bigint | undefined> {
  return reader.client.estimateGas({ account: payer, to: call.address, data: calldataOf(call) }).catch(() => undefined);
}
