import { expect } from "chai";
import type { Address, Hex } from "viem";
import { batchOf, claimOf as claimOfBatch, loadBatches, open as openBatch } from "./batches.ts";
import { depositOf, send } from "./deposits.ts";
import {
  AMOUNT,
  claimOf,
  ethers,
  idOf,
  networkHelpers,
  now,
  OTHER,
  open,
  openAt,
  SECRET,
  signEarly,
  termsOf,
} from "./world.ts";

const { ZeroAddress: NOBODY } = ethers;
const PAYOUT_GAS = 500_000n;
/** Where a payee is whose code is set as a test needs it. */
const PAYEE = "0x00000000000000000000000000000000000a77ED" as Address;

/** Code that takes ether if at least so much gas is left. */
const needing = (gas: bigint): Hex =>
  // PUSH3 gas, GAS, LT, PUSH1 10, JUMPI, STOP; 10: JUMPDEST, PUSH0, PUSH0, REVERT
  `0x62${gas.toString(16).padStart(6, "0")}5a10600a57005b5f5ffd`;

type World = Awaited<ReturnType<typeof loadBatches>>;

/** A claim of ether for the payee, by each of the contracts. */
const claims = {
  "a hash lock": async (world: World) => {
    const terms = await termsOf(world, { recipient: PAYEE });
    await open(world, terms);
    return {
      contract: world.hashLock.connect(world.stranger),
      claim: (gasLimit: bigint) => world.hashLock.connect(world.stranger).claim(claimOf(terms), { gasLimit }),
    };
  },
  "a batch": async (world: World) => {
    const made = await batchOf(world, 2, { recipients: [PAYEE] });
    await openBatch(world, made);
    return {
      contract: world.batchLock.connect(world.stranger),
      claim: (gasLimit: bigint) =>
        world.batchLock.connect(world.stranger).claim(...claimOfBatch(made, 0), { gasLimit }),
    };
  },
  "a deposit": async (world: World) => {
    const made = await depositOf(world, { recipient: PAYEE });
    await send(world, made);
    return {
      contract: world.depositAddress.connect(world.stranger),
      claim: (gasLimit: bigint) =>
        world.depositAddress.connect(world.stranger).claim(SECRET, made.struct, { gasLimit }),
    };
  },
};

for (const [name, made] of Object.entries(claims)) {
  describe(`a payout of ${name}`, () => {
    it("SWP-27 with too little gas is no credit, whatever gas the caller gives, of a payee who needs nine tenths", async () => {
      const world = await loadBatches();
      const { contract, claim } = await made(world);
      await networkHelpers.setCode(PAYEE, needing((PAYOUT_GAS * 9n) / 10n));
      const snapshot = await networkHelpers.takeSnapshot();
      let [paid, refused] = [0, 0];
      for (let gasLimit = 450_000n; gasLimit < 680_000n; gasLimit += 4_000n) {
        const isDone = await claim(gasLimit).then(
          () => true,
          () => false,
        );
        expect(await contract.creditOf(NOBODY, PAYEE), `with ${gasLimit}`).to.equal(0n);
        expect(await ethers.provider.getBalance(PAYEE)).to.equal(isDone ? AMOUNT : 0n);
        if (isDone) ++paid;
        else ++refused;
        if (isDone) await snapshot.restore();
      }
      expect(paid).to.be.greaterThan(5);
      expect(refused).to.be.greaterThan(5);
      await expect(claim(450_000n))
        .to.be.revertedWithCustomError(contract, "Payouts_TooLittleGas")
        .withArgs((left: bigint) => left > 300_000n && left < PAYOUT_GAS, PAYOUT_GAS);
    });

    it("SWP-26 that is refused is told, as credit and when it is paid out", async () => {
      const world = await loadBatches();
      const { contract, claim } = await made(world);
      await networkHelpers.setCode(PAYEE, needing(16_000_000n));
      await expect(claim(900_000n)).to.emit(contract, "Credited").withArgs(NOBODY, PAYEE, AMOUNT);
      await expect(contract.withdraw(NOBODY, PAYEE, { gasLimit: 900_000n }))
        .to.be.revertedWithCustomError(contract, "Payouts_Refused")
        .withArgs(NOBODY, PAYEE, AMOUNT);
      await networkHelpers.setCode(PAYEE, "0x");
      const act = contract.withdraw(NOBODY, PAYEE);
      await expect(act).to.emit(contract, "Withdrawn").withArgs(NOBODY, PAYEE, PAYEE, AMOUNT);
      await expect(act).to.changeEtherBalances(ethers, [contract, PAYEE], [-AMOUNT, AMOUNT]);
      await expect(contract.withdraw(NOBODY, PAYEE))
        .to.be.revertedWithCustomError(contract, "Payouts_NothingToWithdraw")
        .withArgs(NOBODY, PAYEE);
    });
  });
}

describe("a party whose account is delegated (EIP-7702)", () => {
  it("SWP-26 keeps a credit if its code refuses, which it takes to where it likes by its key", async () => {
    const world = await loadBatches();
    const { hashLock, recipient, stranger } = world;
    const terms = await termsOf(world);
    await open(world, terms);
    const receiver = await ethers.deployContract("ReceiverMock");
    await networkHelpers.setCode(recipient.address, ethers.concat(["0xef0100", await receiver.getAddress()]));
    // Its storage, where the code looks how to take ether: refusing.
    await networkHelpers.setStorageAt(recipient.address, 0, 1);
    await expect(hashLock.connect(stranger).claim(claimOf(terms), { gasLimit: 900_000n }))
      .to.emit(hashLock, "Credited")
      .withArgs(NOBODY, recipient.address, AMOUNT);
    const act = hashLock.connect(recipient).withdrawTo(NOBODY, stranger);
    await expect(act).to.changeEtherBalances(ethers, [hashLock, stranger], [-AMOUNT, AMOUNT]);
  });

  it("SWP-13 agrees to an early refund by its key, whatever the code says; and not by another's", async () => {
    const world = await loadBatches();
    const { hashLock, recipient, refundee, stranger, caller } = world;
    const terms = await termsOf(world);
    await open(world, terms);
    const id = await idOf(world, terms);
    const [lockedAt = 0n] = await openAt(world, id);
    const deadline = (await now()) + 1_000n;
    const receiver = await ethers.deployContract("ReceiverMock");
    await networkHelpers.setCode(recipient.address, ethers.concat(["0xef0100", await receiver.getAddress()]));
    const forged = await signEarly(world, stranger, { id, lockedAt, deadline });
    await expect(hashLock.connect(caller).refundEarly(terms, deadline, forged))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotSigned")
      .withArgs(id, recipient.address);
    const signature = await signEarly(world, recipient, { id, lockedAt, deadline });
    const act = hashLock.connect(caller).refundEarly(terms, deadline, signature);
    await expect(act).to.changeEtherBalances(ethers, [hashLock, refundee], [-AMOUNT, AMOUNT]);
  });
});

describe("a recipient's consent to an early refund", () => {
  it("SWP-13 counts in one form only, on one chain and contract, and for one lock", async () => {
    const world = await loadBatches();
    const { hashLock, recipient, caller, batchLock } = world;
    const terms = await termsOf(world);
    await open(world, terms);
    const id = await idOf(world, terms);
    const [lockedAt = 0n] = await openAt(world, id);
    const message = { id, lockedAt, deadline: (await now()) + 1_000n };
    const signature = await signEarly(world, recipient, message);
    const { r, s, v, compactSerialized } = ethers.Signature.from(signature);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const mirrored = ethers.concat([r, ethers.toBeHex(order - BigInt(s), 32), ethers.toBeHex(v === 27 ? 28 : 27)]);
    for (const wrong of [
      mirrored,
      compactSerialized,
      `${signature}00`,
      signature.slice(0, -2),
      "0x",
      await signEarly({ ...world, chainId: 31338n }, recipient, message),
      await signEarly({ ...world, hashLock: batchLock as never }, recipient, message),
      await signEarly(world, recipient, { ...message, id: OTHER }),
      await signEarly(world, recipient, { ...message, lockedAt: lockedAt + 1n }),
      await signEarly(world, recipient, { ...message, deadline: message.deadline + 1n }),
    ]) {
      await expect(hashLock.connect(caller).refundEarly(terms, message.deadline, wrong))
        .to.be.revertedWithCustomError(hashLock, "HashLock_NotSigned")
        .withArgs(id, recipient.address);
    }
    await hashLock.connect(caller).refundEarly(terms, message.deadline, signature);
    // Locked again in a later block, it is another lock.
    await open(world, terms);
    await expect(hashLock.connect(caller).refundEarly(terms, message.deadline, signature))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotSigned")
      .withArgs(id, recipient.address);
  });
});
