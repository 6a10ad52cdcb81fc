import type { BitcoinChain } from "./chain.ts";
import { type BitcoinNetwork, bitcoinFault } from "./script.ts";

/** First blocks, of testnet those of its fourth version and of signet too: their addresses are the same. */
const FIRST_BLOCKS: Readonly<Record<BitcoinNetwork, readonly string[]>> = {
  mainnet: ["000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"],
  testnet: [
    "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
    "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
    "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",
  ],
  regtest: ["0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"],
};

/**
 * Looks whether what answers for Bitcoin is of a network.
 *
 * @throws `BitcoinInvalid`, and what `chain` throws
 */
export async function requireBitcoinNetwork(chain: BitcoinChain, network: BitcoinNetwork): Promise<void> {
  const first = await chain.genesis();
  if (!FIRST_BLOCKS[network].includes(first)) {
    throw bitcoinFault("network", `what answers is not ${network}: its first block is another`);
  }
}
