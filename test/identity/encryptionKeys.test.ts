import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { Resolver } from "did-resolver";
import { type BaseContract, Wallet } from "ethers";
import { EthereumDIDRegistry as reference } from "ethr-did-registry";
import { EthrDidController, getResolver } from "ethr-did-resolver";
import { network } from "hardhat";
import type { EncryptionKeys } from "../../types/contracts/identity/EncryptionKeys.ts";
import { didDigest, didSign } from "./didSignature.ts";
import { deployIdentity, FOREVER } from "./fixture.ts";

/** Its functions by names that are computed. */
const untyped = (registry: EncryptionKeys): BaseContract => registry as unknown as BaseContract;

const DAY = 86_400n;

describe("EncryptionKeys", () => {
  const setUp = async (chain = "default") => {
    const connection = await network.create(chain);
    const { ethers, networkHelpers } = connection;
    const { encryptionKeys } = await deployIdentity(connection);
    const [account, other, stranger] = (await ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    return {
      connection,
      ethers,
      networkHelpers,
      encryptionKeys,
      account,
      other,
      stranger,
      name: ethers.encodeBytes32String("did/pub/X25519/enc"),
      key: ethers.id("key"),
      newKey: ethers.id("new key"),
      veriKey: ethers.encodeBytes32String("veriKey"),
    };
  };
  let s: Awaited<ReturnType<typeof setUp>>;
  let snapshot: { restore(): Promise<void> };
  before(async () => {
    s = await setUp();
    snapshot = await s.networkHelpers.takeSnapshot();
  });
  afterEach(() => snapshot.restore());

  const as = (signer: HardhatEthersSigner) => s.encryptionKeys.connect(signer);
  const latest = async () => BigInt(await s.networkHelpers.time.latest());
  const block = async () => BigInt(await s.ethers.provider.getBlockNumber());

  const expectNotOwner = async (act: Promise<unknown>, identity: string, actor: string) =>
    expect(act).to.be.revertedWithCustomError(s.encryptionKeys, "EncryptionKeys_NotOwner").withArgs(identity, actor);

  const expectBadSignature = async (act: Promise<unknown>, identity: string) =>
    expect(act).to.be.revertedWithCustomError(s.encryptionKeys, "EncryptionKeys_BadSignature").withArgs(identity);

  describe("publishKey", () => {
    it("IDN-40 publishes the caller's key for good", async () => {
      const { ethers, encryptionKeys, account, other, name, key } = s;
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([ethers.ZeroHash, 0n]);
      await expect(as(account).publishKey(key))
        .to.emit(encryptionKeys, "DIDAttributeChanged")
        .withArgs(account.address, name, key, FOREVER, 0n);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([key, FOREVER]);
      expect(await encryptionKeys.keyOf(other)).to.deep.equal([ethers.ZeroHash, 0n]);
      expect(await encryptionKeys.changed(account)).to.equal(await block());
    });

    it("IDN-41 replaces the key before, and revokes it in an event", async () => {
      const { encryptionKeys, account, name, key, newKey } = s;
      await as(account).publishKey(key);
      const first = await block();
      await expect(as(account).publishKey(newKey))
        .to.emit(encryptionKeys, "DIDAttributeChanged")
        .withArgs(account.address, name, key, 0n, first)
        .to.emit(encryptionKeys, "DIDAttributeChanged")
        .withArgs(account.address, name, newKey, FOREVER, first + 1n);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([newKey, FOREVER]);
    });

    it("IDN-41 revokes nothing when the same key is published again", async () => {
      const { encryptionKeys, account, key } = s;
      await as(account).publishKey(key);
      await as(account).publishKey(key);
      const events = await encryptionKeys.queryFilter(encryptionKeys.filters.DIDAttributeChanged(account));
      expect(events.map(({ args }) => [args.value, args.validTo])).to.deep.equal([
        [key, FOREVER],
        [key, FOREVER],
      ]);
    });

    it("IDN-44 is refused to an identity that belongs to another", async () => {
      const { account, other, key } = s;
      await as(account).changeOwner(account, other);
      await expectNotOwner(as(account).publishKey(key), account.address, account.address);
    });

    it("IDN-48 refuses a key of zeros", async () => {
      const { ethers, encryptionKeys, account } = s;
      await expect(as(account).publishKey(ethers.ZeroHash))
        .to.be.revertedWithCustomError(encryptionKeys, "EncryptionKeys_BadKey")
        .withArgs(ethers.ZeroHash);
    });
  });

  describe("clearKey", () => {
    it("IDN-42 revokes the key", async () => {
      const { ethers, encryptionKeys, account, name, key } = s;
      await as(account).publishKey(key);
      const published = await block();
      await expect(as(account).clearKey())
        .to.emit(encryptionKeys, "DIDAttributeChanged")
        .withArgs(account.address, name, key, 0n, published);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([ethers.ZeroHash, 0n]);
    });

    it("IDN-44 IDN-48 is refused without a key, and to an identity that belongs to another", async () => {
      const { encryptionKeys, account, other } = s;
      await expect(as(account).clearKey())
        .to.be.revertedWithCustomError(encryptionKeys, "EncryptionKeys_NoKey")
        .withArgs(account.address);
      await as(account).changeOwner(account, other);
      await expectNotOwner(as(account).clearKey(), account.address, account.address);
    });
  });

  describe("setAttribute", () => {
    it("IDN-40 IDN-42 keeps the key in state until its validity ends", async () => {
      const { ethers, networkHelpers, encryptionKeys, account, name, key } = s;
      await as(account).setAttribute(account, name, key, DAY);
      const validTo = (await latest()) + DAY;
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([key, validTo]);
      await networkHelpers.time.increaseTo(validTo - 1n);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([key, validTo]);
      await networkHelpers.time.increaseTo(validTo);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([ethers.ZeroHash, 0n]);
    });

    it("IDN-41 does not revoke a key whose validity has ended", async () => {
      const { networkHelpers, encryptionKeys, account, name, key, newKey } = s;
      await as(account).setAttribute(account, name, key, DAY);
      const validTo = (await latest()) + DAY;
      await networkHelpers.time.increaseTo(validTo);
      await as(account).publishKey(newKey);
      const events = await encryptionKeys.queryFilter(encryptionKeys.filters.DIDAttributeChanged(account));
      expect(events.map(({ args }) => [args.value, args.validTo])).to.deep.equal([
        [key, validTo],
        [newKey, FOREVER],
      ]);
    });

    it("IDN-40 keeps a validity beyond 40 bits as for ever", async () => {
      const { encryptionKeys, account, name, key } = s;
      await as(account).setAttribute(account, name, key, 2n ** 60n);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([key, FOREVER]);
    });

    it("IDN-44 is the owner's, whoever the identity is", async () => {
      const { encryptionKeys, account, other, stranger, name, key } = s;
      await as(account).changeOwner(account, other);
      await expectNotOwner(as(account).setAttribute(account, name, key, DAY), account.address, account.address);
      await expectNotOwner(as(stranger).setAttribute(account, name, key, DAY), account.address, stranger.address);
      await as(other).setAttribute(account, name, key, DAY);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([key, (await latest()) + DAY]);
    });

    it("IDN-48 refuses a key that is not 32 bytes, and validity beyond all time", async () => {
      const { ethers, encryptionKeys, account, name, key } = s;
      for (const value of ["0x", ethers.dataSlice(key, 1), ethers.concat([key, "0x00"])]) {
        await expect(as(account).setAttribute(account, name, value, DAY))
          .to.be.revertedWithCustomError(encryptionKeys, "EncryptionKeys_BadKey")
          .withArgs(value);
      }
      for (const act of [
        as(account).setAttribute(account, name, key, ethers.MaxUint256),
        as(account).addDelegate(account, s.veriKey, account, ethers.MaxUint256),
      ]) {
        await expect(act)
          .to.be.revertedWithCustomError(encryptionKeys, "EncryptionKeys_ValidityTooLong")
          .withArgs(ethers.MaxUint256);
      }
    });
  });

  describe("revokeAttribute", () => {
    it("IDN-42 clears the key it names, and no other", async () => {
      const { ethers, encryptionKeys, account, name, key, newKey } = s;
      await as(account).publishKey(newKey);
      await as(account).revokeAttribute(account, name, key);
      await as(account).revokeAttribute(account, name, ethers.concat([newKey, "0x00"]));
      await as(account).revokeAttribute(account, ethers.encodeBytes32String("did/pub/X25519/enc/hex"), newKey);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([newKey, FOREVER]);
      await as(account).revokeAttribute(account, name, newKey);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([ethers.ZeroHash, 0n]);
    });
  });

  describe("every act of ERC-1056", () => {
    type Act = readonly [name: string, ...values: unknown[]];
    const service = () => s.ethers.encodeBytes32String("did/svc/TestService");

    /** Acts that set an owner, a delegate and attributes, and take all back. */
    const acts = (identity: string, owner: string): Act[] => [
      ["addDelegate", identity, s.veriKey, owner, DAY],
      ["setAttribute", identity, service(), "0x68747470733a2f2f6578616d706c652e6f7267", DAY],
      ["setAttribute", identity, s.name, s.key, DAY],
      ["revokeDelegate", identity, s.veriKey, owner],
      ["revokeAttribute", identity, s.name, s.key],
      ["revokeAttribute", identity, service(), "0x68747470733a2f2f6578616d706c652e6f7267"],
      ["changeOwner", identity, owner],
    ];

    const typesOf: Record<string, string[]> = {
      addDelegate: ["bytes32", "address", "uint256"],
      revokeDelegate: ["bytes32", "address"],
      setAttribute: ["bytes32", "bytes", "uint256"],
      revokeAttribute: ["bytes32", "bytes"],
      changeOwner: ["address"],
    };

    const eventOf: Record<string, string> = {
      addDelegate: "DIDDelegateChanged",
      revokeDelegate: "DIDDelegateChanged",
      setAttribute: "DIDAttributeChanged",
      revokeAttribute: "DIDAttributeChanged",
      changeOwner: "DIDOwnerChanged",
    };

    it("IDN-43 is there, with the reference's names, arguments and results, and its events", () => {
      const theirs = new s.ethers.Interface(reference.abi);
      theirs.forEachFunction((fragment) => {
        const mine = untyped(s.encryptionKeys).interface.getFunction(fragment.selector);
        expect(mine?.format("sighash")).to.equal(fragment.format("sighash"));
        expect(mine?.outputs.map(({ type }) => type)).to.deep.equal(fragment.outputs.map(({ type }) => type));
        expect(mine?.stateMutability).to.equal(fragment.stateMutability);
      });
      theirs.forEachEvent((fragment) =>
        expect(untyped(s.encryptionKeys).interface.getEvent(fragment.name)?.format()).to.equal(fragment.format()),
      );
    });

    it("IDN-43 logs what the reference logs, and answers as it does", async () => {
      const { ethers, networkHelpers, account, other } = s;
      const theirs = await new ethers.ContractFactory(reference.abi, reference.bytecode, account).deploy();
      const start = await networkHelpers.takeSnapshot();
      const begin = (await latest()) + 100n;

      const run = async (registry: BaseContract) => {
        const seen: unknown[] = [];
        for (const [index, [name, ...values]] of acts(account.address, other.address).entries()) {
          await networkHelpers.time.setNextBlockTimestamp(begin + BigInt(index));
          const transaction = await registry.getFunction(name)(...values);
          const receipt = await transaction.wait();
          seen.push(receipt.logs.map(({ topics, data }: { topics: string[]; data: string }) => [topics, data]));
          for (const [view, ...args] of [
            ["changed", account],
            ["identityOwner", account],
            ["owners", account],
            ["validDelegate", account, s.veriKey, other],
            ["delegates", account, ethers.keccak256(s.veriKey), other],
          ] as const) {
            seen.push(await registry.getFunction(view)(...args));
          }
        }
        return seen;
      };

      const expected = await run(theirs);
      await start.restore();
      expect(await run(untyped(as(account)))).to.deep.equal(expected);
    });

    it("IDN-44 is refused to others than the owner", async () => {
      const { encryptionKeys, account, other, stranger } = s;
      for (const [name, ...values] of acts(account.address, other.address)) {
        const act = untyped(as(stranger)).getFunction(name)(...values);
        await expectNotOwner(act, account.address, stranger.address);
      }
      expect(await encryptionKeys.changed(account)).to.equal(0n);
    });

    it("IDN-44 falls back to the identity itself when the owner is set to nobody", async () => {
      const { ethers, encryptionKeys, account, other } = s;
      await as(account).changeOwner(account, other);
      const before = await block();
      await expect(as(other).changeOwner(account, ethers.ZeroAddress))
        .to.emit(encryptionKeys, "DIDOwnerChanged")
        .withArgs(account.address, ethers.ZeroAddress, before);
      expect(await encryptionKeys.identityOwner(account)).to.equal(account.address);
    });

    /** Every act's signed variant, with the arguments it takes, signed by `signer` for `registry`. */
    const signed = async (signer: Wallet, [name, identity, ...values]: Act, registry: EncryptionKeys) => {
      const digest = await didDigest(registry, identity as string, name, typesOf[name] ?? [], values);
      const [v, r, low] = didSign(signer, digest);
      return {
        name: `${name}Signed`,
        args: [identity, v, r, low, ...values] as [string, bigint, string, string, ...unknown[]],
      };
    };

    it("IDN-43 takes what a did:ethr tool signs and sends", async () => {
      const { ethers, encryptionKeys, stranger, name, key } = s;
      const signer = new Wallet(ethers.id("signer"));
      const registry = new ethers.Contract(await encryptionKeys.getAddress(), reference.abi, stranger);
      // The declarations of ethers for CommonJS, which this package has, are not those for ES modules.
      const tool = new EthrDidController(signer.address, registry as never, stranger as never, "0x7a69");
      const label = ethers.decodeBytes32String(name);
      const [v, r, low] = didSign(signer, await tool.createSetAttributeHash(label, key, Number(DAY)));
      const parts = { sigV: Number(v), sigR: r as `0x${string}`, sigS: low as `0x${string}` };
      await tool.setAttributeSigned(label, key, Number(DAY), parts);
      expect(await encryptionKeys.keyOf(signer)).to.deep.equal([key, (await latest()) + DAY]);
    });

    it("IDN-45 works by the owner's signature, whoever sends it, once", async () => {
      const { encryptionKeys, other, stranger } = s;
      const signer = new Wallet(s.ethers.id("signer"));
      for (const act of acts(signer.address, other.address)) {
        const nonce = await encryptionKeys.nonce(signer);
        const { name, args } = await signed(signer, act, encryptionKeys);
        const sent = await untyped(as(stranger)).getFunction(name)(...args);
        const log = encryptionKeys.interface.parseLog((await sent.wait()).logs[0]);
        expect(log?.name).to.equal(eventOf[act[0]]);
        expect(log?.args[0]).to.equal(signer.address);
        expect(await encryptionKeys.nonce(signer)).to.equal(nonce + 1n);
        await expectBadSignature(untyped(as(stranger)).getFunction(name)(...args), signer.address);
      }
      expect(await encryptionKeys.identityOwner(signer)).to.equal(other.address);
    });

    it("IDN-45 takes the signature of the owner that the identity named, not of the identity", async () => {
      const { ethers, encryptionKeys, account, name, key } = s;
      const owner = new Wallet(ethers.id("owner"));
      await as(account).changeOwner(account, owner);
      const act = ["setAttribute", account.address, name, key, DAY] as const;
      const { args } = await signed(owner, act, encryptionKeys);
      const stranger = await signed(new Wallet(ethers.id("nobody")), act, encryptionKeys);
      await expectBadSignature(
        untyped(encryptionKeys).getFunction("setAttributeSigned")(...stranger.args),
        account.address,
      );
      await untyped(encryptionKeys).getFunction("setAttributeSigned")(...args);
      expect(await encryptionKeys.keyOf(account)).to.deep.equal([key, (await latest()) + DAY]);
    });

    it("IDN-45 refuses other content, the malleable twin, and a signature of nobody for nobody", async () => {
      const { ethers, encryptionKeys, name, key, newKey } = s;
      const signer = new Wallet(ethers.id("signer"));
      const act = ["setAttribute", signer.address, name, key, DAY] as const;
      const { args } = await signed(signer, act, encryptionKeys);
      const [identity, v, r, low] = args;
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const high = ethers.toBeHex(order - BigInt(low), 32);
      const send = untyped(encryptionKeys).getFunction("setAttributeSigned");
      await expectBadSignature(send(identity, v, r, low, name, newKey, DAY), identity);
      await expectBadSignature(send(identity, v, r, low, name, key, DAY + 1n), identity);
      await expectBadSignature(send(identity, 55n - v, r, high, name, key, DAY), identity);
      await expectBadSignature(
        send(ethers.ZeroAddress, 27n, ethers.ZeroHash, ethers.ZeroHash, name, key, DAY),
        ethers.ZeroAddress,
      );
      await send(...args);
      expect((await encryptionKeys.keyOf(signer))[0]).to.equal(key);
    });

    it("IDN-45 refuses on one chain what was signed on another, at the same address", async () => {
      const { ethers, encryptionKeys, name, key } = s;
      const twin = await setUp("chainB");
      expect(await twin.encryptionKeys.getAddress()).to.equal(await encryptionKeys.getAddress());
      const signer = new Wallet(ethers.id("signer"));
      const { args } = await signed(signer, ["setAttribute", signer.address, name, key, DAY], encryptionKeys);
      await expect(untyped(twin.encryptionKeys).getFunction("setAttributeSigned")(...args))
        .to.be.revertedWithCustomError(twin.encryptionKeys, "EncryptionKeys_BadSignature")
        .withArgs(signer.address);
      expect(await encryptionKeys.nonce(signer)).to.equal(31337n << 64n);
      expect(await twin.encryptionKeys.nonce(signer)).to.equal(31338n << 64n);
    });
  });

  describe("validDelegate", () => {
    it("IDN-47 is true until the delegate's time", async () => {
      const { ethers, networkHelpers, encryptionKeys, account, other, veriKey } = s;
      await expect(as(account).addDelegate(account, veriKey, other, DAY)).to.emit(encryptionKeys, "DIDDelegateChanged");
      const validTo = (await latest()) + DAY;
      expect(await encryptionKeys.validDelegate(account, veriKey, other)).to.equal(true);
      expect(await encryptionKeys.validDelegate(account, ethers.encodeBytes32String("sigAuth"), other)).to.equal(false);
      await networkHelpers.time.increaseTo(validTo);
      expect(await encryptionKeys.validDelegate(account, veriKey, other)).to.equal(false);
    });

    it("IDN-47 is false at once after revocation", async () => {
      const { encryptionKeys, account, other, veriKey } = s;
      await as(account).addDelegate(account, veriKey, other, DAY);
      const added = await block();
      await expect(as(account).revokeDelegate(account, veriKey, other))
        .to.emit(encryptionKeys, "DIDDelegateChanged")
        .withArgs(account.address, veriKey, other.address, (await latest()) + 1n, added);
      expect(await encryptionKeys.validDelegate(account, veriKey, other)).to.equal(false);
    });
  });

  describe("a did:ethr resolver", () => {
    const keysOf = async (account: string) => {
      const { connection, ethers, encryptionKeys } = s;
      // A provider of its own keeps no block from before a snapshot was restored.
      const provider = new ethers.BrowserProvider(connection.provider, undefined, { cacheTimeout: -1 });
      const registry = await encryptionKeys.getAddress();
      const resolver = new Resolver(
        getResolver({ networks: [{ chainId: 31337n, web3: { currentProvider: provider }, registry }] }),
      );
      const { didDocument, didResolutionMetadata } = await resolver.resolve(`did:ethr:0x7a69:${account}`);
      expect(didResolutionMetadata.error).to.equal(undefined);
      const methods = didDocument?.verificationMethod ?? [];
      return methods.filter(({ type }) => type.startsWith("X25519"));
    };

    it("IDN-46 finds the key that was published", async () => {
      const { account, key } = s;
      await as(account).publishKey(key);
      const did = `did:ethr:0x7a69:${account.address}`;
      expect(await keysOf(account.address)).to.deep.equal([
        { id: `${did}#delegate-1`, type: "X25519KeyAgreementKey2019", controller: did, publicKeyHex: key.slice(2) },
      ]);
    });

    it("IDN-46 finds the new key alone after a replacement, and none after revocation", async () => {
      const { account, key, newKey } = s;
      await as(account).publishKey(key);
      await as(account).publishKey(newKey);
      expect((await keysOf(account.address)).map(({ publicKeyHex }) => publicKeyHex)).to.deep.equal([newKey.slice(2)]);
      await as(account).publishKey(key);
      expect((await keysOf(account.address)).map(({ publicKeyHex }) => publicKeyHex)).to.deep.equal([key.slice(2)]);
      await as(account).clearKey();
      expect(await keysOf(account.address)).to.deep.equal([]);
    });
  });
});
