import { expect } from "chai";
import type { Address, Hex } from "viem";
import { type Asset, assetOf, lockId, tokenIdOf, tokenOf, unpackTerms } from "../../sdk/src/swaps/lock.ts";
import { idOf, itemOf, load, termsOf } from "./world.ts";

describe("ids of locks", () => {
  it("SWP-01 are the hash of all terms, chain and contract, as the SDK computes it", async () => {
    const world = await load();
    const token = await world.token.getAddress();
    const parts = { tip: 7n, salt: 2n ** 88n - 1n };
    const [ether, erc20] = [await termsOf(world, parts), await termsOf(world, { ...parts, token })];
    const all = [ether, erc20, itemOf(erc20, 5n), itemOf(erc20, 2n ** 256n - 1n, 9n)];
    for (const [kind, terms] of all.entries()) {
      const tokenId = "tokenId" in terms ? terms.tokenId : 0n;
      const asset: Asset = assetOf(kind, terms.token as Address, tokenId);
      expect([tokenOf(asset), tokenIdOf(asset)]).to.deep.equal([terms.token, tokenId]);
      const lock = {
        asset,
        amount: "amount" in terms ? terms.amount : terms.units || 1n,
        hashlock: terms.hashlock as Hex,
        recipient: terms.recipient as Address,
        refundee: terms.refundee as Address,
        ...unpackTerms(terms.terms),
      };
      const contract = (await world.hashLock.getAddress()) as Address;
      expect(await idOf(world, terms)).to.equal(lockId(Number(world.chainId), contract, lock));
    }
  });
});
