import { expect } from "chai";
import { type Address, concat, type Hex, keccak256 } from "viem";
import {
  type BatchLeaf,
  batchLeafHash,
  batchLeafStruct,
  batchProof,
  makeBatch,
} from "../../sdk/src/swaps/batchTerms.ts";
import { batchOf, claimOf, leafOf, loadBatches, type Made, open, secretOf, stateOf, wordsOf } from "./batches.ts";
import { AMOUNT, at, ethers, hashOf, NOBODY, networkHelpers } from "./world.ts";

type World = Awaited<ReturnType<typeof loadBatches>>;
const [REFUSING, BURNING, ENDLESS] = [1n, 2n, 3n];

/** A batch under the root of these leaves, which says that it has so much and so many. */
async function lying(world: World, leaves: readonly BatchLeaf[], amount: bigint, count = leaves.length, tip = 0n) {
  const { batch } = makeBatch({ ...(await batchOf(world, 1)).batch, tip }, leaves);
  // `makeBatch` numbers leaves itself: the root is made of the leaves as they are.
  const root = leaves.length === 1 ? batchLeafHash(leaves[0] as BatchLeaf) : pair(leaves);
  return { leaves, ...(await wordsOf(world, { ...batch, root, amount, leaves: count })) };
}

/** Root of two leaves, whatever their indices. */
function pair([left, right]: readonly BatchLeaf[]): Hex {
  const [a, b] = [batchLeafHash(left as BatchLeaf), batchLeafHash(right as BatchLeaf)];
  return keccak256(a < b ? concat([a, b]) : concat([b, a]));
}

function leaf(world: World, index: number, amount: bigint, recipient = world.recipient.address): BatchLeaf {
  return { index, amount, hashlock: hashOf(secretOf(index)) as Hex, recipient: recipient as Address };
}

/** A claim of one of two leaves. */
function claimOfTwo({ leaves, trunk }: Pick<Made, "leaves" | "trunk">, which: 0 | 1) {
  const { recipient, part } = batchLeafStruct(leafOf({ leaves }, which));
  const [one, other] = [leafOf({ leaves }, which), leafOf({ leaves }, which === 0 ? 1 : 0)];
  const proof: Hex[] = [batchLeafHash(other)];
  return [{ preimage: secretOf(one.index), recipient, part }, trunk, proof] as const;
}

describe("a root that lies", () => {
  const refuses = (world: World, act: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(act)
      .to.be.revertedWithCustomError(world.batchLock, error)
      .withArgs(...args);

  it("SWP-42 pays no more than the batch holds: who comes first", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const honest = await batchOf(world, 4, { salt: 5n });
    await open(world, honest);
    const made = await lying(world, [leaf(world, 0, 900n), leaf(world, 1, 900n)], 1_000n);
    await open(world, made);
    await batchLock.claim(...claimOfTwo(made, 1));
    await refuses(world, batchLock.claim(...claimOfTwo(made, 0)), "BatchLock_NotHeld", made.id, 0n, 900n, 100n);
    expect(await stateOf(world, made.id)).to.deep.equal([100n, 2n]);
    await at(made.batch.timelock);
    await expect(batchLock.refund(made.struct)).to.changeEtherBalances(
      ethers,
      [world.refundee, batchLock],
      [100n, -100n],
    );
    expect(await stateOf(world, honest.id)).to.deep.equal([honest.batch.amount, 0n]);
    expect(await ethers.provider.getBalance(batchLock)).to.equal(honest.batch.amount);
  });

  it("SWP-42 pays one of two leaves that have one index", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const twice = [leaf(world, 0, 300n), leaf(world, 0, 300n, world.stranger.address)];
    const made = await lying(world, twice, 1_000n);
    await open(world, made);
    await batchLock.claim(...claimOfTwo(made, 0));
    await refuses(world, batchLock.claim(...claimOfTwo(made, 1)), "BatchLock_LeafEnded", made.id, 0n);
    expect(await stateOf(world, made.id)).to.deep.equal([700n, 1n]);
  });

  it("SWP-42 pays no leaf beyond the count, of nothing, to nobody or to the contract", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const beyond = await lying(world, [leaf(world, 0, 300n), leaf(world, 2, 300n)], 600n);
    await open(world, beyond);
    await refuses(world, batchLock.claim(...claimOfTwo(beyond, 1)), "BatchLock_NoLeaf", beyond.id, 2n);
    const outside = { ...leaf(world, 128, 300n), hashlock: hashOf(secretOf(128)) as Hex };
    const far = await lying(world, [outside], 600n, 128);
    await open(world, far);
    const { recipient, part } = batchLeafStruct(outside);
    const claim = batchLock.claim({ preimage: secretOf(128), recipient, part }, far.trunk, []);
    await refuses(world, claim, "BatchLock_NoLeaf", far.id, 128n);
    for (const party of [NOBODY, await batchLock.getAddress()]) {
      const made = await lying(world, [leaf(world, 0, 600n, party)], 600n);
      await open(world, made);
      await refuses(world, batchLock.claim(...claimOf(made, 0)), "BatchLock_BadParty", party);
    }
    const nothing = { ...leaf(world, 1, 0n) };
    const empty = await lyingWithNothing(world, nothing);
    const ended = batchLock.claim(
      { preimage: secretOf(1), recipient: nothing.recipient, part: 1n << 128n },
      empty.trunk,
      [],
    );
    await refuses(world, ended, "BatchLock_NotOpen", empty.id);
    await open(world, empty);
    const again = batchLock.claim(
      { preimage: secretOf(1), recipient: nothing.recipient, part: 1n << 128n },
      empty.trunk,
      [],
    );
    await refuses(world, again, "BatchLock_NotHeld", empty.id, 1n, 0n, 500n);
  });

  it("SWP-42 leaves a leaf that is not more than the tip to the refundee", async () => {
    const world = await loadBatches();
    const { batchLock, caller, recipient } = world;
    const small = leaf(world, 0, 10n);
    const made = await wordsOf(world, {
      ...(await batchOf(world, 1)).batch,
      tip: 10n,
      root: batchLeafHash(small),
      amount: 30n,
      leaves: 2,
    });
    await open(world, made);
    const args = claimOf({ leaves: [small], trunk: made.trunk }, 0);
    await refuses(world, batchLock.connect(caller).claim(...args), "BatchLock_TipAboveAmount", 10n, 10n);
    const many = batchLock.connect(caller).claimMany([args[0]], args[1], [args[2]]);
    await refuses(world, many, "BatchLock_TipAboveAmount", 10n, 10n);
    await expect(batchLock.connect(recipient).claim(...args)).to.changeEtherBalances(ethers, [recipient], [10n]);
    await at(made.batch.timelock);
    await expect(batchLock.connect(caller).refund(made.struct)).to.changeEtherBalances(
      ethers,
      [world.refundee, caller],
      [10n, 10n],
    );
    const rest = await wordsOf(world, { ...made.batch, timelock: made.batch.timelock + 99n, salt: 9n });
    await open(world, rest);
    await batchLock.connect(recipient).claim(...claimOf({ leaves: [small], trunk: rest.trunk }, 0));
  });

  /** A batch of 500 whose leaf says nothing. */
  async function lyingWithNothing(world: World, nothing: BatchLeaf) {
    const { batch } = await batchOf(world, 1);
    return wordsOf(world, { ...batch, root: batchLeafHash(nothing), amount: 500n, leaves: 2 });
  }

  it("SWP-43 is not claimed by an inner node, nor by another batch's proof", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const made = await batchOf(world, 4);
    const other = await batchOf(world, 4, { salt: 1n, recipients: [world.caller.address] });
    await open(world, made);
    await open(world, other);
    const [claim] = claimOf(other, 1);
    const foreign = batchLock.claim(claim, made.trunk, batchProof(other.leaves, 1));
    await expect(foreign).to.be.revertedWithCustomError(batchLock, "BatchLock_NotOpen");
    // An inner node is two words, a leaf three: whoever passes one off as a leaf needs a third word that is not there.
    const [left, right] = [batchLeafHash(leafOf(made, 0)), batchLeafHash(leafOf(made, 1))];
    const inner = { hashlock: left, recipient: ethers.dataSlice(right, 12) as Address, part: (1n << 128n) | 1n };
    const early = batchLock
      .connect(world.caller)
      .refundEarly(inner, made.trunk, batchProof(made.leaves, 0).slice(1), 0n, "0x");
    await expect(early).to.be.revertedWithCustomError(batchLock, "BatchLock_NotOpen");
    expect(await stateOf(world, made.id)).to.deep.equal([made.batch.amount, 0n]);
  });
});

describe("a recipient of a batch who refuses", () => {
  it("SWP-44 keeps a credit, and hurts no other leaf", async () => {
    const world = await loadBatches();
    const { batchLock, caller, stranger } = world;
    const receiver = await ethers.deployContract("ReceiverMock");
    const place = await receiver.getAddress();
    const made = await batchOf(world, 3, { recipients: [place, stranger.address], tip: 4n });
    await open(world, made);
    await receiver.setManner(REFUSING);
    const parts = [0, 1].map((index) => claimOf(made, index));
    const act = batchLock.connect(caller).claimMany(
      parts.map(([claim]) => claim),
      made.trunk,
      parts.map(([, , proof]) => proof),
      { gasLimit: 2_000_000n },
    );
    await expect(act)
      .to.emit(batchLock, "Credited")
      .withArgs(NOBODY, place, AMOUNT - 4n);
    await expect(act).to.changeEtherBalances(ethers, [stranger, caller, place], [AMOUNT - 3n, 8n, 0n]);
    expect(await batchLock.creditOf(NOBODY, place)).to.equal(AMOUNT - 4n);
    await expect(batchLock.withdraw(NOBODY, place))
      .to.be.revertedWithCustomError(batchLock, "Payouts_Refused")
      .withArgs(NOBODY, place, AMOUNT - 4n);
    await receiver.setManner(0n);
    await expect(batchLock.withdraw(NOBODY, place)).to.changeEtherBalances(ethers, [place], [AMOUNT - 4n]);
  });

  it("SWP-44 can't burn all gas or send an endless answer, nor be made a creditor by too little gas", async () => {
    const world = await loadBatches();
    const { batchLock, caller } = world;
    for (const manner of [BURNING, ENDLESS]) {
      const receiver = await ethers.deployContract("ReceiverMock");
      const place = await receiver.getAddress();
      const made = await batchOf(world, 1, { recipients: [place], salt: manner });
      await open(world, made);
      await receiver.setManner(manner);
      await batchLock.connect(caller).claim(...claimOf(made, 0), { gasLimit: 3_000_000n });
      expect(await batchLock.creditOf(NOBODY, place)).to.equal(AMOUNT);
    }
    const receiver = await ethers.deployContract("ReceiverMock");
    const made = await batchOf(world, 1, { recipients: [await receiver.getAddress()], salt: 9n });
    await open(world, made);
    await receiver.setManner(REFUSING);
    const poor = batchLock.connect(caller).claim(...claimOf(made, 0), { gasLimit: 300_000n });
    await expect(poor).to.be.revertedWithCustomError(batchLock, "Payouts_TooLittleGas");
    expect(await stateOf(world, made.id)).to.deep.equal([AMOUNT, 0n]);
  });

  it("SWP-44 gets what a token refuses him as credit, elsewhere", async () => {
    const world = await loadBatches();
    const { batchLock, payer, recipient, stranger } = world;
    const token = await ethers.deployContract("BlockingTokenMock");
    await token.mint(payer, 10_000n);
    await token.connect(payer).approve(batchLock, ethers.MaxUint256);
    const asset = { kind: "erc20", token: (await token.getAddress()) as Address } as const;
    const made = await batchOf(world, 2, { asset });
    await open(world, made);
    await token.setBlocked(recipient, true);
    await expect(batchLock.claim(...claimOf(made, 0), { gasLimit: 2_000_000n }))
      .to.emit(batchLock, "Credited")
      .withArgs(token.target, recipient.address, AMOUNT);
    await expect(batchLock.connect(recipient).withdrawTo(token, stranger)).to.changeTokenBalances(
      ethers,
      token,
      [batchLock, stranger],
      [-AMOUNT, AMOUNT],
    );
    expect(await token.balanceOf(batchLock)).to.equal(AMOUNT + 1n);
  });

  it("SWP-44 finds everything done when it calls back", async () => {
    const world = await loadBatches();
    const { batchLock } = world;
    const receiver = await ethers.deployContract("ReceiverMock");
    const place = (await receiver.getAddress()) as Address;
    const made = await batchOf(world, 2, { recipients: [place] });
    await open(world, made);
    const ended = (index: number) =>
      batchLock.interface.encodeErrorResult("BatchLock_LeafEnded", [made.id, BigInt(index)]);
    await receiver.setCall(batchLock, batchLock.interface.encodeFunctionData("claim", [...claimOf(made, 0)]));
    await expect(batchLock.claim(...claimOf(made, 0), { gasLimit: 2_000_000n }))
      .to.emit(receiver, "CalledBack")
      .withArgs(false, ended(0));
    expect(await ethers.provider.getBalance(receiver)).to.equal(AMOUNT);
    const other = await batchOf(world, 1, { refundee: place, salt: 8n });
    await open(world, other);
    await receiver.setCall(batchLock, batchLock.interface.encodeFunctionData("refund", [other.struct]));
    await at(other.batch.timelock);
    await expect(batchLock.refund(other.struct, { gasLimit: 2_000_000n }))
      .to.emit(receiver, "CalledBack")
      .withArgs(false, batchLock.interface.encodeErrorResult("BatchLock_NotOpen", [other.id]));
    expect(await ethers.provider.getBalance(batchLock)).to.equal(AMOUNT + 1n);
  });

  it("SWP-34 can't lock inside of a lock, so that one delivery counts twice", async () => {
    const world = await loadBatches();
    const { batchLock, token } = world;
    const [outer, inner] = [
      await batchOf(world, 2, { asset: world.erc20 }),
      await batchOf(world, 2, { asset: world.erc20, salt: 7n }),
    ];
    await token.setCall(batchLock, batchLock.interface.encodeFunctionData("lockToken", [inner.struct]));
    await expect(open(world, outer))
      .to.emit(token, "CalledBack")
      .withArgs(false, batchLock.interface.encodeErrorResult("ReentrancyGuardReentrantCall"));
    expect(await token.balanceOf(batchLock)).to.equal(outer.batch.amount);
    expect(await stateOf(world, inner.id)).to.deep.equal([0n, 0n]);
  });

  it("SWP-40 a claim and a refund in one block, at the timelock: one of them", async () => {
    const world = await loadBatches();
    const { batchLock, caller, recipient, refundee } = world;
    for (const claimFirst of [true, false]) {
      const made = await batchOf(world, 1, { salt: claimFirst ? 1n : 2n });
      await open(world, made);
      const before = await ethers.provider.getBalance(refundee);
      const provider = ethers.provider;
      await provider.send("evm_setAutomine", [false]);
      const gas = { gasLimit: 1_000_000n };
      const price = (first: boolean) => ({ ...gas, maxPriorityFeePerGas: first ? 3_000_000_000n : 1_000_000_000n });
      const acts = [
        await batchLock.connect(caller).claim(...claimOf(made, 0), price(claimFirst)),
        await batchLock.connect(recipient).refund(made.struct, price(!claimFirst)),
      ];
      await at(made.batch.timelock);
      await networkHelpers.mine();
      await provider.send("evm_setAutomine", [true]);
      const receipts = await Promise.all(acts.map(({ hash }) => provider.getTransactionReceipt(hash)));
      expect(receipts.map((receipt) => receipt?.status)).to.deep.equal(claimFirst ? [1, 0] : [0, 1]);
      expect(receipts[0]?.blockNumber).to.equal(receipts[1]?.blockNumber);
      expect((await ethers.provider.getBalance(refundee)) - before).to.equal(claimFirst ? 0n : AMOUNT);
    }
    expect(await ethers.provider.getBalance(batchLock)).to.equal(0n);
  });
});
