import { expect } from "chai";
import type { Address, Hex } from "viem";
import { nonceWith } from "../../sdk/src/market/authorization.ts";
import { batchLeafHash, batchLeafStruct, batchProof, makeBatch } from "../../sdk/src/swaps/batchTerms.ts";
import { batchOf, claimOf, leafOf, loadBatches, open, secretOf, stateOf, wordsOf } from "./batches.ts";
import { AMOUNT, at, ethers, HOUR, hashOf, NOBODY, now, YEAR } from "./world.ts";

const ALL_ENDED = 2n ** 128n - 1n;
const NO_SIGNATURE = "0x";

describe("a batch", () => {
  it("SWP-30 has the id and the leaves that the SDK computes", async () => {
    const world = await loadBatches();
    for (const count of [1, 2, 3, 7, 128]) {
      const made = await batchOf(world, count, { tip: 5n, asset: world.erc20 });
      expect(await world.batchLock.batchId(made.struct)).to.equal(made.id);
      for (const leaf of [leafOf(made, 0), leafOf(made, count - 1)]) {
        expect(await world.batchLock.leafHash(batchLeafStruct(leaf))).to.equal(batchLeafHash(leaf));
      }
    }
  });

  it("SWP-31 is locked in one slot, in ether and in ERC-20, and tells all its terms", async () => {
    const world = await loadBatches();
    const { batchLock, payer, token, refundee, erc20 } = world;
    const ether = await batchOf(world, 128);
    await expect(open(world, ether))
      .to.emit(batchLock, "Locked")
      .withArgs(ether.id, refundee.address, NOBODY, ether.trunk.whole, ether.trunk.terms, ether.batch.root);
    await expect(open(world, await batchOf(world, 2, { salt: 1n }))).to.changeEtherBalances(
      ethers,
      [payer, batchLock],
      [-2n * AMOUNT - 1n, 2n * AMOUNT + 1n],
    );
    const tokens = await batchOf(world, 5, { asset: erc20 });
    const locked = open(world, tokens);
    await expect(locked)
      .to.emit(batchLock, "Locked")
      .withArgs(tokens.id, refundee.address, token.target, tokens.trunk.whole, tokens.trunk.terms, tokens.batch.root);
    await expect(locked).to.changeTokenBalances(
      ethers,
      token,
      [payer, batchLock],
      [-tokens.batch.amount, tokens.batch.amount],
    );
    expect(await stateOf(world, ether.id)).to.deep.equal([ether.batch.amount, 0n]);
    expect(await stateOf(world, tokens.id)).to.deep.equal([tokens.batch.amount, 0n]);
    expect(await stateOf(world, ethers.ZeroHash)).to.deep.equal([0n, 0n]);
  });

  it("SWP-32 is refused with terms that can't be right", async () => {
    const world = await loadBatches();
    const { batchLock, payer, erc20, token } = world;
    const good = await batchOf(world, 3);
    const lock = (changes: object, value: bigint) =>
      batchLock.connect(payer).lockETH({ ...good.struct, trunk: { ...good.trunk, ...changes } }, { value });
    const refused = async (changes: object, value: bigint, error: string, ...args: unknown[]) =>
      expect(lock(changes, value))
        .to.be.revertedWithCustomError(batchLock, error)
        .withArgs(...args);
    const { amount } = good.batch;
    await refused({ whole: 3n << 128n }, 0n, "BatchLock_ZeroAmount");
    await refused({ whole: amount }, amount, "BatchLock_BadCount", 0n);
    await refused({ whole: (129n << 128n) | amount }, amount, "BatchLock_BadCount", 129n);
    for (const party of [NOBODY, await batchLock.getAddress()]) {
      await refused({ refundee: party }, amount, "BatchLock_BadParty", party);
    }
    await refused({ token: token.target }, amount, "BatchLock_NotToken", token.target);
    await refused({}, amount - 1n, "BatchLock_WrongValue", amount - 1n, amount);
    await refused({}, amount + 1n, "BatchLock_WrongValue", amount + 1n, amount);
    const tip = amount / 3n;
    await refused(
      { terms: ((good.batch.timelock << 128n) | (tip + 1n)) << 88n },
      amount,
      "BatchLock_TipAboveAmount",
      tip + 1n,
      amount,
    );
    let time = (await now()) + 10n;
    for (const [after, isGood] of [
      [0n, false],
      [1n, true],
      [YEAR, true],
      [YEAR + 1n, false],
    ] as const) {
      time += 10n;
      const timelock = time + after;
      const made = await batchOf(world, 1, { timelock, salt: timelock });
      await at(time);
      const act = open(world, made);
      if (isGood) await expect(act).to.emit(batchLock, "Locked");
      else await expect(act).to.be.revertedWithCustomError(batchLock, "BatchLock_BadTimelock").withArgs(timelock, time);
    }
    for (const other of [NOBODY, payer.address]) {
      const none = await batchOf(world, 1, { asset: { kind: "erc20", token: other as Address } });
      await expect(batchLock.connect(payer).lockToken(none.struct))
        .to.be.revertedWithCustomError(batchLock, "BatchLock_NotToken")
        .withArgs(other);
    }
    expect(await batchLock.MAX_TIME()).to.equal(YEAR);
    expect(erc20.token).to.equal(token.target);
  });

  it("SWP-33 is locked once for ever: while it is open, claimed or refunded", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const refuses = ({ id, ...made }: Awaited<ReturnType<typeof batchOf>>) =>
      expect(open(world, made)).to.be.revertedWithCustomError(batchLock, "BatchLock_AlreadyLocked").withArgs(id);
    const timelock = (await now()) + YEAR / 2n;
    const claimed = await batchOf(world, 1, { timelock });
    await open(world, claimed);
    await refuses(claimed);
    await batchLock.claim(...claimOf(claimed, 0));
    await refuses(claimed);
    const early = await batchOf(world, 1, { timelock, salt: 2n });
    await open(world, early);
    await batchLock
      .connect(world.recipient)
      .refundEarly(batchLeafStruct(leafOf(early, 0)), early.trunk, [], 0n, NO_SIGNATURE);
    await refuses(early);
  });

  it("SWP-34 is not opened by a token that delivers less, and by no money that comes another way", async () => {
    const world = await loadBatches();
    const { batchLock, token, erc20 } = world;
    const made = await batchOf(world, 2, { asset: erc20 });
    await token.setFee(100n);
    await expect(open(world, made))
      .to.be.revertedWithCustomError(batchLock, "Money_ShortDelivery")
      .withArgs(token.target, made.batch.amount, made.batch.amount - made.batch.amount / 100n);
    await token.setFee(0n);
    await token.setReturnsFalse(true);
    await expect(open(world, made))
      .to.be.revertedWithCustomError(batchLock, "SafeERC20FailedOperation")
      .withArgs(token.target);
    expect(await stateOf(world, made.id)).to.deep.equal([0n, 0n]);
  });
});

describe("locking a batch by signature", () => {
  it("SWP-35 takes a permit, also one that somebody has used before", async () => {
    const world = await loadBatches();
    const { batchLock, usdx, payer, stranger, chainId } = world;
    await usdx.faucet(payer);
    const made = await batchOf(world, 2, { asset: { kind: "erc20", token: (await usdx.getAddress()) as Address } });
    const value = made.batch.amount;
    const domain = { name: await usdx.name(), version: "1", chainId, verifyingContract: await usdx.getAddress() };
    const types = {
      Permit: ["owner address", "spender address", "value uint256", "nonce uint256", "deadline uint256"].map(
        (field) => {
          const [name = "", type = ""] = field.split(" ");
          return { name, type };
        },
      ),
    };
    const message = { owner: payer.address, spender: batchLock.target, value, nonce: 0n, deadline: ethers.MaxUint256 };
    const { v, r, s } = ethers.Signature.from(await payer.signTypedData(domain, types, message));
    const permit = { value, deadline: message.deadline, v, r, s };
    await usdx.connect(stranger).permit(payer, batchLock, value, message.deadline, v, r, s);
    await expect(batchLock.connect(payer).lockTokenWithPermit(made.struct, permit)).to.changeTokenBalances(
      ethers,
      usdx,
      [payer, batchLock],
      [-value, value],
    );
    const next = await batchOf(world, 2, { asset: made.batch.asset, salt: 1n });
    const again = ethers.Signature.from(await payer.signTypedData(domain, types, { ...message, nonce: 1n }));
    await batchLock.connect(payer).lockTokenWithPermit(next.struct, { ...permit, v: again.v, r: again.r, s: again.s });
    expect(await stateOf(world, next.id)).to.deep.equal([value, 0n]);
  });

  it("SWP-35 takes an ERC-3009 authorisation for this batch alone, whoever brings it", async () => {
    const world = await loadBatches();
    const { batchLock, usdx, payer, stranger, chainId } = world;
    await usdx.faucet(payer);
    const made = await batchOf(world, 2, { asset: { kind: "erc20", token: (await usdx.getAddress()) as Address } });
    const value = made.batch.amount;
    const domain = { name: await usdx.name(), version: "1", chainId, verifyingContract: await usdx.getAddress() };
    const fields = "from address,to address,value uint256,validAfter uint256,validBefore uint256,nonce bytes32";
    const types = {
      ReceiveWithAuthorization: fields.split(",").map((field) => {
        const [name = "", type = ""] = field.split(" ");
        return { name, type };
      }),
    };
    const validBefore = ethers.MaxUint256;
    const message = {
      from: payer.address,
      to: batchLock.target,
      value,
      validAfter: 0n,
      validBefore,
      nonce: nonceWith(made.id as Hex, 0n),
    };
    const signature = await payer.signTypedData(domain, types, message);
    const authorization = { payer, validAfter: 0n, validBefore, signature };
    const other = await batchOf(world, 2, { asset: made.batch.asset, refundee: stranger.address as Address });
    await expect(batchLock.connect(stranger).lockTokenWithAuthorization(other.struct, authorization)).to.be.revert(
      ethers,
    );
    const locked = batchLock.connect(stranger).lockTokenWithAuthorization(made.struct, authorization);
    await expect(locked).to.changeTokenBalances(ethers, usdx, [payer, stranger, batchLock], [-value, 0n, value]);
    expect(await stateOf(world, made.id)).to.deep.equal([value, 0n]);
  });
});

describe("claiming a leaf", () => {
  for (const kind of ["ether", "ERC-20"] as const) {
    it(`SWP-36 pays its recipient whoever claims, the tip to who does: in ${kind}`, async () => {
      const world = await loadBatches();
      const { batchLock, recipient, caller, refundee, erc20 } = world;
      const made = await batchOf(world, 5, kind === "ether" ? { tip: 7n } : { tip: 7n, asset: erc20 });
      await open(world, made);
      const moves = (act: Promise<unknown>, accounts: string[], changes: bigint[]) =>
        kind === "ether"
          ? expect(act).to.changeEtherBalances(ethers, accounts, changes)
          : expect(act).to.changeTokenBalances(ethers, world.token, accounts, changes);
      const claimed = batchLock.connect(caller).claim(...claimOf(made, 2));
      await expect(claimed)
        .to.emit(batchLock, "Claimed")
        .withArgs(made.id, recipient.address, 2n, AMOUNT + 2n, secretOf(2));
      const contract = await batchLock.getAddress();
      const parties = [recipient.address, caller.address, refundee.address, contract];
      await moves(claimed, parties, [AMOUNT + 2n - 7n, 7n, 0n, -AMOUNT - 2n]);
      expect(await stateOf(world, made.id)).to.deep.equal([made.batch.amount - AMOUNT - 2n, 1n << 2n]);
      const own = batchLock.connect(recipient).claim(...claimOf(made, 4));
      await moves(own, [recipient.address, contract], [AMOUNT + 4n, -AMOUNT - 4n]);
      expect(await stateOf(world, made.id)).to.deep.equal([
        made.batch.amount - 2n * AMOUNT - 6n,
        (1n << 4n) | (1n << 2n),
      ]);
    });
  }

  it("SWP-36 ends the batch with the last leaf, of 1, 3 or 128", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    for (const count of [1, 3, 128]) {
      const made = await batchOf(world, count);
      await open(world, made);
      for (let i = 0; i < count; ++i) await batchLock.claim(...claimOf(made, i));
      expect(await stateOf(world, made.id)).to.deep.equal([0n, 2n ** BigInt(count) - 1n]);
      await expect(batchLock.refund(made.struct))
        .to.be.revertedWithCustomError(batchLock, "BatchLock_NotOpen")
        .withArgs(made.id);
    }
    expect(await ethers.provider.getBalance(batchLock)).to.equal(0n);
  });

  it("SWP-37 is refused twice, for another secret, leaf, proof, batch, and before it is locked", async () => {
    const world = await loadBatches();
    const { batchLock, caller } = world;
    const made = await batchOf(world, 5);
    const other = await batchOf(world, 5, { salt: 1n });
    const notOpen = (args: Parameters<typeof batchLock.claim>) =>
      expect(batchLock.connect(caller).claim(...args)).to.be.revertedWithCustomError(batchLock, "BatchLock_NotOpen");
    await notOpen([...claimOf(made, 1)]);
    await open(world, made);
    await batchLock.claim(...claimOf(made, 1));
    await expect(batchLock.claim(...claimOf(made, 1)))
      .to.be.revertedWithCustomError(batchLock, "BatchLock_LeafEnded")
      .withArgs(made.id, 1n);
    const [claim, trunk, proof] = claimOf(made, 3);
    await notOpen([...claimOf(made, 3, secretOf(2))]);
    await notOpen([...claimOf(other, 3)]);
    await notOpen([{ ...claim, recipient: caller.address }, trunk, proof]);
    await notOpen([{ ...claim, part: claim.part + 1n }, trunk, proof]);
    await notOpen([{ ...claim, part: (2n << 128n) | (claim.part & ALL_ENDED) }, trunk, proof]);
    await notOpen([claim, { ...trunk, refundee: caller.address }, proof]);
    await notOpen([claim, trunk, proof.slice(1)]);
    await notOpen([claim, trunk, [...proof, ethers.ZeroHash]]);
    await notOpen([claim, trunk, batchProof(made.leaves, 2)]);
    expect(await stateOf(world, made.id)).to.deep.equal([made.batch.amount - AMOUNT - 1n, 2n]);
  });

  it("SWP-38 takes exactly 32 bytes: 0, 31 and 33 fail", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const leaves = [31, 33, 10_000, 0].map((size, index) => ({
      index,
      hashlock: hashOf(`0x${"ab".repeat(size)}`) as Hex,
      recipient: world.recipient.address as Address,
      amount: AMOUNT,
    }));
    const plain = await batchOf(world, 1);
    const { batch } = makeBatch(plain.batch, leaves);
    const made = { leaves, ...(await wordsOf(world, batch)) };
    await open(world, made);
    for (const index of [0, 1, 2, 3]) {
      const claim = batchLock.claim(...claimOf(made, index, `0x${"ab".repeat(32)}`));
      await expect(claim).to.be.revertedWithCustomError(batchLock, "BatchLock_NotOpen");
    }
    const data = batchLock.interface.encodeFunctionData("claim", [...claimOf(plain, 0)]);
    await open(world, plain);
    // A byte of the preimage is missing: everything after it stands in a wrong place.
    const short = data.slice(0, 10 + 62) + data.slice(10 + 64);
    await expect(world.caller.sendTransaction({ to: batchLock, data: short })).to.be.revert(ethers);
    expect(await stateOf(world, plain.id)).to.deep.equal([AMOUNT, 0n]);
  });

  it("SWP-39 claims many at once, with one payout a recipient and one tip", async () => {
    const world = await loadBatches();
    const { batchLock, token, recipient, stranger, caller, erc20 } = world;
    const made = await batchOf(world, 8, { tip: 3n, asset: erc20 });
    await open(world, made);
    const parts = [0, 3, 2, 7].map((index) => claimOf(made, index));
    const [claims, proofs] = [parts.map(([claim]) => claim), parts.map(([, , proof]) => proof)];
    const act = batchLock.connect(caller).claimMany(claims, made.trunk, proofs);
    for (const index of [0, 3, 2, 7]) {
      const who = index % 2 === 0 ? recipient : stranger;
      const amount = AMOUNT + BigInt(index);
      await expect(act).to.emit(batchLock, "Claimed").withArgs(made.id, who.address, index, amount, secretOf(index));
    }
    await expect(act).to.changeTokenBalances(
      ethers,
      token,
      [recipient, stranger, caller, batchLock],
      [2n * AMOUNT + 2n - 6n, 2n * AMOUNT + 10n - 6n, 12n, -4n * AMOUNT - 12n],
    );
    const receipt = await (await act).wait();
    const transfers = receipt?.logs.filter(({ address }) => address === token.target) ?? [];
    expect(transfers.length).to.equal(3);
    expect(await stateOf(world, made.id)).to.deep.equal([made.batch.amount - 4n * AMOUNT - 12n, 0b10001101n]);
  });

  it("SWP-39 claims all of many or none, and a bad one names itself", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const made = await batchOf(world, 8);
    const other = await batchOf(world, 8, { salt: 1n, tip: 0n, refundee: world.stranger.address as Address });
    await open(world, made);
    const many = (indices: readonly number[], secrets = indices.map(secretOf)) => {
      const parts = indices.map((index, i) => claimOf(made, index, secrets[i]));
      return batchLock.claimMany(
        parts.map(([claim]) => claim),
        made.trunk,
        parts.map(([, , proof]) => proof),
      );
    };
    const refused = (act: Promise<unknown>, error: string, ...args: unknown[]) =>
      expect(act)
        .to.be.revertedWithCustomError(batchLock, error)
        .withArgs(...args);
    await refused(many([1, 2, 1]), "BatchLock_LeafEnded", made.id, 1n);
    await refused(many([1, 2], [secretOf(1), secretOf(3)]), "BatchLock_WrongProof", made.id, 2n);
    await refused(many([]), "BatchLock_WrongCount", 0n, 0n);
    const [claim, trunk, proof] = claimOf(made, 1);
    await refused(batchLock.claimMany([claim], trunk, [proof, proof]), "BatchLock_WrongCount", 1n, 2n);
    await refused(
      batchLock.claimMany([claim], other.trunk, [proof]),
      "BatchLock_NotOpen",
      await batchLock.batchId({ trunk: other.trunk, root: made.batch.root }),
    );
    expect(await stateOf(world, made.id)).to.deep.equal([made.batch.amount, 0n]);
  });
});

describe("refunding a batch", () => {
  it("SWP-40 pays all that is held to the refundee, from the timelock on, one tip to who does it", async () => {
    const world = await loadBatches();
    const { batchLock, caller, refundee, erc20, token } = world;
    for (const asset of [{ kind: "native" } as const, erc20]) {
      const made = await batchOf(world, 4, { tip: 9n, asset });
      await open(world, made);
      await batchLock.connect(world.recipient).claim(...claimOf(made, 2));
      const held = made.batch.amount - AMOUNT - 2n;
      await at(made.batch.timelock - 1n);
      await expect(batchLock.connect(caller).refund(made.struct))
        .to.be.revertedWithCustomError(batchLock, "BatchLock_TooEarly")
        .withArgs(made.id, made.batch.timelock);
      await at(made.batch.timelock);
      const act = batchLock.connect(caller).refund(made.struct);
      await expect(act).to.emit(batchLock, "Refunded").withArgs(made.id, held);
      const changes = [held - 9n, 9n, -held];
      if (asset.kind === "native")
        await expect(act).to.changeEtherBalances(ethers, [refundee, caller, batchLock], changes);
      else await expect(act).to.changeTokenBalances(ethers, token, [refundee, caller, batchLock], changes);
      expect(await stateOf(world, made.id)).to.deep.equal([0n, ALL_ENDED]);
      await expect(batchLock.refund(made.struct))
        .to.be.revertedWithCustomError(batchLock, "BatchLock_NotOpen")
        .withArgs(made.id);
      await expect(batchLock.claim(...claimOf(made, 1)))
        .to.be.revertedWithCustomError(batchLock, "BatchLock_LeafEnded")
        .withArgs(made.id, 1n);
    }
  });

  it("SWP-40 leaves the tip to a refundee who does it himself, and claims possible until then", async () => {
    const world = await loadBatches();
    const { batchLock, refundee, recipient } = world;
    const made = await batchOf(world, 2, { tip: 9n });
    await open(world, made);
    await at(made.batch.timelock + 5n * HOUR);
    await expect(batchLock.claim(...claimOf(made, 0))).to.changeEtherBalances(ethers, [recipient], [AMOUNT - 9n]);
    await expect(batchLock.connect(refundee).refund(made.struct)).to.changeEtherBalances(
      ethers,
      [refundee, batchLock],
      [AMOUNT + 1n, -AMOUNT - 1n],
    );
  });

  it("SWP-41 pays a leaf back early with its recipient's signature, and by himself", async () => {
    const world = await loadBatches();
    const { batchLock, recipient, stranger, caller, refundee, chainId } = world;
    const made = await batchOf(world, 4, { tip: 2n });
    await open(world, made);
    const domain = {
      name: "Tallystick BatchLock",
      version: "1",
      chainId,
      verifyingContract: await batchLock.getAddress(),
    };
    const types = {
      EarlyRefund: [
        { name: "id", type: "bytes32" },
        { name: "index", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    };
    const deadline = (await now()) + 100n;
    const sign = (who: typeof recipient, index: number) =>
      who.signTypedData(domain, types, { id: made.id, index, deadline });
    const early = (index: number, signature: string, until = deadline, by = caller) => {
      const leaf = batchLeafStruct(leafOf(made, index));
      return batchLock.connect(by).refundEarly(leaf, made.trunk, batchProof(made.leaves, index), until, signature);
    };
    for (const signature of [await sign(stranger, 0), await sign(recipient, 2), NO_SIGNATURE]) {
      await expect(early(0, signature))
        .to.be.revertedWithCustomError(batchLock, "BatchLock_NotSigned")
        .withArgs(made.id, 0n, recipient.address);
    }
    const act = early(0, await sign(recipient, 0));
    await expect(act).to.emit(batchLock, "RefundedEarly").withArgs(made.id, recipient.address, 0n, AMOUNT);
    await expect(act).to.changeEtherBalances(ethers, [refundee, caller, recipient], [AMOUNT - 2n, 2n, 0n]);
    expect(await stateOf(world, made.id)).to.deep.equal([made.batch.amount - AMOUNT, 1n]);
    await expect(early(0, await sign(recipient, 0)))
      .to.be.revertedWithCustomError(batchLock, "BatchLock_LeafEnded")
      .withArgs(made.id, 0n);
    await expect(early(1, NO_SIGNATURE, 0n, stranger)).to.changeEtherBalances(
      ethers,
      [refundee, stranger],
      [AMOUNT - 1n, 2n],
    );
    await at(deadline + 1n);
    await expect(early(2, await sign(recipient, 2)))
      .to.be.revertedWithCustomError(batchLock, "BatchLock_Expired")
      .withArgs(deadline, deadline + 1n);
    await expect(batchLock.claim(...claimOf(made, 0))).to.be.revertedWithCustomError(batchLock, "BatchLock_LeafEnded");
  });
});
