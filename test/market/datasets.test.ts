import { expect } from "chai";
import { anchor, ethers, load, networkHelpers, slotRead, ZERO_ADDRESS, ZERO_HASH } from "./fixture.ts";

const { AbiCoder, id, keccak256 } = ethers;

function headAfter(head: bigint, version: bigint, anchored: ReturnType<typeof anchor>): bigint {
  const types = ["uint240", "uint16", "bytes32", "bytes32", "uint64", "bytes32"];
  const { manifest, root, size, keyCommitment } = anchored;
  const encoded = AbiCoder.defaultAbiCoder().encode(types, [head, version, manifest, root, size, keyCommitment]);
  return BigInt(keccak256(encoded)) & (2n ** 240n - 1n);
}

describe("publish", () => {
  it("MKT-01 gives the id that chain, contract, publisher and salt make, and the publisher the token", async () => {
    const { market, other, seller } = await load();
    const salt = id("a second one");
    const encoded = AbiCoder.defaultAbiCoder().encode(
      ["uint256", "address", "address", "bytes32"],
      [31337n, market.target, other.address, salt],
    );
    const dataset = BigInt(keccak256(encoded));
    expect(await market.datasetId(other.address, salt)).to.equal(dataset);
    const head = headAfter(0n, 1n, anchor("other"));

    await expect(market.connect(other).publish(salt, anchor("other")))
      .to.emit(market, "Published")
      .withArgs(dataset, other.address, salt)
      .and.to.emit(market, "Transfer")
      .withArgs(ZERO_ADDRESS, other.address, dataset)
      .and.to.emit(market, "VersionPublished")
      .withArgs(dataset, 1n, Object.values(anchor("other")), head);

    expect(await market.ownerOf(dataset)).to.equal(other.address);
    expect(await market.balanceOf(other.address)).to.equal(1n);
    expect(await market.balanceOf(seller.address)).to.equal(1n);
    expect(await market.versionsOf(dataset)).to.deep.equal([1n, head]);
    expect(await market.name()).to.equal("Tallystick data set");
    expect(await market.symbol()).to.equal("TALLY");
  });

  it("MKT-01 refuses a salt that the publisher has used", async () => {
    const { market, seller, salt } = await load();
    await expect(market.connect(seller).publish(salt, anchor("2")))
      .to.be.revertedWithCustomError(market, "ERC721InvalidSender")
      .withArgs(ZERO_ADDRESS);
  });

  it("MKT-02 refuses a manifest that somebody else has published, and keeps his name", async () => {
    const { market, seller, other } = await load();
    const { manifest } = anchor("1");
    expect(await market.publisherOf(manifest)).to.equal(seller.address);
    await expect(market.connect(other).publish(id("mine"), { ...anchor("2"), manifest }))
      .to.be.revertedWithCustomError(market, "Datasets_ManifestTaken")
      .withArgs(manifest, seller.address);
    expect(await market.publisherOf(manifest)).to.equal(seller.address);
    expect(await market.publisherOf(anchor("2").manifest)).to.equal(ZERO_ADDRESS);
  });

  for (const field of ["manifest", "root", "size", "keyCommitment"] as const) {
    it(`MKT-04 refuses an anchor without its ${field}`, async () => {
      const { market, other } = await load();
      const empty = { ...anchor("2"), [field]: field === "size" ? 0n : ZERO_HASH };
      await expect(market.connect(other).publish(id("mine"), empty))
        .to.be.revertedWithCustomError(market, "Datasets_EmptyAnchor")
        .withArgs(Object.values(empty));
    });
  }
});

describe("addVersion", () => {
  it("MKT-03 appends and folds the anchor into the head", async () => {
    const { market, seller, dataset } = await load();
    const first = headAfter(0n, 1n, anchor("1"));
    const second = headAfter(first, 2n, anchor("2"));
    expect(await market.connect(seller).addVersion.staticCall(dataset, anchor("2"))).to.equal(2n);
    await expect(market.connect(seller).addVersion(dataset, anchor("2")))
      .to.emit(market, "VersionPublished")
      .withArgs(dataset, 2n, Object.values(anchor("2")), second);
    expect(await market.versionsOf(dataset)).to.deep.equal([2n, second]);
  });

  it("MKT-03 refuses everybody but the owner, also for a data set that does not exist", async () => {
    const { market, seller, other, dataset } = await load();
    await expect(market.connect(other).addVersion(dataset, anchor("2")))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(dataset, other.address);
    await expect(market.connect(other).addVersion(7n, anchor("2")))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(7n, other.address);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await expect(market.connect(seller).addVersion(dataset, anchor("2")))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(dataset, seller.address);
    await market.connect(other).addVersion(dataset, anchor("2"));
    expect((await market.versionsOf(dataset)).versions).to.equal(2n);
  });

  it("MKT-04 refuses a version past the last number", async () => {
    const fixture = await load();
    const { market, seller, dataset } = fixture;
    const slot = await slotRead(fixture, market.interface.encodeFunctionData("versionsOf", [dataset]));
    await networkHelpers.setStorageAt(market.target as string, slot, 65_534n);
    await market.connect(seller).addVersion(dataset, anchor("2"));
    expect((await market.versionsOf(dataset)).versions).to.equal(65_535n);
    await expect(market.connect(seller).addVersion(dataset, anchor("3")))
      .to.be.revertedWithCustomError(market, "Datasets_TooManyVersions")
      .withArgs(dataset);
  });
});
