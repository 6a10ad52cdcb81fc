import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  bought,
  DAY,
  ethers,
  type Fixture,
  load,
  makeOffer,
  networkHelpers,
  nextTimestamp,
  ZERO_ADDRESS,
} from "./fixture.ts";

const NO_PASS = "ERC721NonexistentToken";

/** The buyer's pass to what he bought. */
async function set() {
  const fixture = await load();
  const { passes, dataset, buyer } = fixture;
  const { offered } = await makeOffer(fixture, { refundWindow: DAY });
  const entry = await bought(fixture, buyer, offered);
  const id = await passes.passId(dataset, buyer.address);
  const mintedAt = await nextTimestamp();
  const minting = await passes.connect(buyer).mint(dataset);
  return { ...fixture, offered, entry, id, mintedAt, minting };
}

function idOf(functions: readonly string[]): string {
  const sum = functions.reduce((xor, each) => xor ^ BigInt(ethers.id(each).slice(0, 10)), 0n);
  return ethers.toBeHex(sum, 4);
}

async function tokenOf({ passes }: Fixture, id: bigint) {
  const uri = await passes.tokenURI(id);
  const prefix = "data:application/json;base64,";
  expect(uri.startsWith(prefix)).to.equal(true);
  return JSON.parse(Buffer.from(uri.slice(prefix.length), "base64").toString("utf8")) as {
    name: string;
    description: string;
    image: string;
    attributes: { trait_type: string; value: string | number; display_type?: string }[];
  };
}

describe("Passes", () => {
  describe("mint", () => {
    it("MKT-94 MKT-96 gives a reader the pass to what he may read, with its end", async () => {
      const { passes, market, dataset, buyer, id, mintedAt, minting } = await set();
      const expected = BigInt(
        ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["uint256", "address"], [dataset, buyer.address])),
      );
      expect(id).to.equal(expected);
      const until = await market.expiresAt(dataset, buyer.address);
      await expect(minting).to.emit(passes, "Transfer").withArgs(ZERO_ADDRESS, buyer.address, id);
      await expect(minting).to.emit(passes, "Locked").withArgs(id);
      await expect(minting).to.emit(passes, "TokenExpiryUpdated").withArgs(id, mintedAt, until);
      expect(await passes.ownerOf(id)).to.equal(buyer.address);
      expect(await passes.balanceOf(buyer.address)).to.equal(1n);
      expect(await passes.datasetOf(id)).to.equal(dataset);
      expect([await passes.name(), await passes.symbol()]).to.deep.equal(["Tallystick pass", "PASS"]);
    });

    it("MKT-94 refuses who has no right, or none any more, the owner included", async () => {
      const { passes, dataset, seller, stranger, buyer, id } = await set();
      for (const caller of [seller, stranger]) {
        await expect(passes.connect(caller).mint(dataset))
          .to.be.revertedWithCustomError(passes, "Passes_NoRight")
          .withArgs(dataset, caller.address);
      }
      await passes.connect(buyer).burn(id);
      await networkHelpers.time.increase(31n * DAY);
      await expect(passes.connect(buyer).mint(dataset))
        .to.be.revertedWithCustomError(passes, "Passes_NoRight")
        .withArgs(dataset, buyer.address);
    });

    it("MKT-94 refuses a second one while there is the first", async () => {
      const { passes, dataset, buyer, id } = await set();
      await expect(passes.connect(buyer).mint(dataset))
        .to.be.revertedWithCustomError(passes, "Passes_Exists")
        .withArgs(id);
    });

    it("MKT-94 asks no receiver: a reader that is a contract may mint by relay", async () => {
      const fixture = await set();
      const { passes, market, relay, relayer, seller, stranger, dataset } = fixture;
      const wallet = (await ethers.deployContract("WalletMock", [stranger.address])).target as string;
      await market.connect(seller).grant(dataset, wallet, DAY, 1n, 1n, false);
      const data = passes.interface.encodeFunctionData("mint", [dataset]);
      const request = await signRequest(relay, stranger, { from: wallet, to: passes.target as string, data });
      await relay.connect(relayer).execute(request);
      expect(await passes.ownerOf(await passes.passId(dataset, wallet))).to.equal(wallet);
    });
  });

  describe("burn", () => {
    it("MKT-94 gives the pass up, and leaves the right", async () => {
      const { passes, market, dataset, buyer, id } = await set();
      await expect(passes.connect(buyer).burn(id))
        .to.emit(passes, "Transfer")
        .withArgs(buyer.address, ZERO_ADDRESS, id);
      expect(await passes.balanceOf(buyer.address)).to.equal(0n);
      expect(await passes.datasetOf(id)).to.equal(0n);
      expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
      await expect(passes.ownerOf(id)).to.be.revertedWithCustomError(passes, NO_PASS).withArgs(id);
    });

    it("MKT-94 refuses whoever is not its holder, the seller included, and a pass that is none", async () => {
      const { passes, seller, stranger, buyer, id } = await set();
      for (const caller of [seller, stranger]) {
        await expect(passes.connect(caller).burn(id))
          .to.be.revertedWithCustomError(passes, "Passes_NotHolder")
          .withArgs(id, caller.address);
      }
      await expect(passes.connect(buyer).burn(id + 1n))
        .to.be.revertedWithCustomError(passes, NO_PASS)
        .withArgs(id + 1n);
    });

    it("MKT-94 MKT-96 lets it be minted anew, which prolongs nothing", async () => {
      const { passes, market, dataset, buyer, id } = await set();
      const until = await market.expiresAt(dataset, buyer.address);
      await passes.connect(buyer).burn(id);
      const mintedAt = await nextTimestamp(1_000n);
      await expect(passes.connect(buyer).mint(dataset))
        .to.emit(passes, "TokenExpiryUpdated")
        .withArgs(id, mintedAt, until);
      expect(await passes.endTime(id)).to.equal(until);
    });

    it("MKT-94 is possible of a pass that has expired", async () => {
      const { passes, buyer, id } = await set();
      await networkHelpers.time.increase(31n * DAY);
      await passes.connect(buyer).burn(id);
      expect(await passes.balanceOf(buyer.address)).to.equal(0n);
    });
  });

  describe("transfers", () => {
    it("MKT-95 are refused by every way, whoever calls, to whomever", async () => {
      const { passes, buyer, stranger, seller, id } = await set();
      for (const caller of [buyer, stranger, seller]) {
        const its = passes.connect(caller);
        for (const to of [stranger.address, buyer.address]) {
          const ways = [
            its.transferFrom(buyer.address, to, id),
            its["safeTransferFrom(address,address,uint256)"](buyer.address, to, id),
            its["safeTransferFrom(address,address,uint256,bytes)"](buyer.address, to, id, "0x12"),
          ];
          for (const way of ways) {
            const error = caller === buyer ? "Passes_Locked" : "ERC721InsufficientApproval";
            await expect(way)
              .to.be.revertedWithCustomError(passes, error)
              .withArgs(...(caller === buyer ? [id] : [caller.address, id]));
          }
        }
      }
      await expect(passes.connect(buyer).transferFrom(buyer.address, ZERO_ADDRESS, id))
        .to.be.revertedWithCustomError(passes, "ERC721InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
      expect(await passes.ownerOf(id)).to.equal(buyer.address);
    });

    it("MKT-95 are refused after approvals too, which can't be given", async () => {
      const { passes, buyer, stranger, id } = await set();
      await expect(passes.connect(buyer).approve(stranger.address, id))
        .to.be.revertedWithCustomError(passes, "Passes_Locked")
        .withArgs(id);
      for (const approved of [true, false]) {
        await expect(passes.connect(buyer).setApprovalForAll(stranger.address, approved)).to.be.revertedWithCustomError(
          passes,
          "Passes_NoApprovals",
        );
      }
      expect(await passes.getApproved(id)).to.equal(ZERO_ADDRESS);
      expect(await passes.isApprovedForAll(buyer.address, stranger.address)).to.equal(false);
    });

    it("MKT-95 is told by ERC-5192", async () => {
      const { passes, id } = await set();
      expect(await passes.locked(id)).to.equal(true);
      await expect(passes.locked(id + 1n))
        .to.be.revertedWithCustomError(passes, NO_PASS)
        .withArgs(id + 1n);
    });

    it("MKT-31 MKT-95 don't believe a holder's address behind the calldata", async () => {
      const { passes, buyer, stranger, id } = await set();
      const data = passes.interface.encodeFunctionData("burn", [id]);
      await expect(stranger.sendTransaction({ to: passes.target, data: ethers.concat([data, buyer.address]) }))
        .to.be.revertedWithCustomError(passes, "Passes_NotHolder")
        .withArgs(id, stranger.address);
    });
  });

  it("MKT-31 see a relayed call as its signer sent it, and any other as it came", async () => {
    const { market, relay, relayer, stranger } = await set();
    const passes = await ethers.deployContract("PassesMock", [market.target, relay.target]);
    const to = passes.target as string;
    const data = passes.interface.encodeFunctionData("note", ["0x1234"]);
    const request = await signRequest(relay, stranger, { from: stranger.address, to, data });
    await expect(relay.connect(relayer).execute(request)).to.emit(passes, "Called").withArgs(stranger.address, data);
    const forged = ethers.concat([data, stranger.address]);
    await expect(relayer.sendTransaction({ to, data: forged }))
      .to.emit(passes, "Called")
      .withArgs(relayer.address, forged);
  });

  describe("expiry (ERC-7858)", () => {
    it("MKT-96 is by time: before the right's last second over, and after it", async () => {
      const { passes, market, dataset, buyer, id, mintedAt } = await set();
      const until = await market.expiresAt(dataset, buyer.address);
      expect(await passes.expiryType()).to.equal(1n);
      expect(await passes.startTime(id)).to.equal(mintedAt);
      expect(await passes.endTime(id)).to.equal(until);
      await networkHelpers.time.increaseTo(until - 1n);
      expect(await passes.isTokenExpired(id)).to.equal(false);
      await networkHelpers.time.increaseTo(until);
      expect(await passes.isTokenExpired(id)).to.equal(true);
      // It stays in its holder's hands.
      expect(await passes.balanceOf(buyer.address)).to.equal(1n);
      expect(await passes.endTime(id)).to.equal(until);
    });

    it("MKT-96 follows a renewal at once, also of a pass that had expired", async () => {
      const fixture = await set();
      const { passes, market, dataset, buyer, offered, id } = fixture;
      await bought(fixture, buyer, offered);
      expect(await passes.endTime(id)).to.equal(await market.expiresAt(dataset, buyer.address));
      await networkHelpers.time.increase(61n * DAY);
      expect(await passes.isTokenExpired(id)).to.equal(true);
      await bought(fixture, buyer, offered);
      expect(await passes.isTokenExpired(id)).to.equal(false);
      expect(await passes.endTime(id)).to.equal(await market.expiresAt(dataset, buyer.address));
    });

    it("MKT-96 is never over for a right without end: end zero", async () => {
      const fixture = await set();
      const { passes, market, dataset, seller, buyer, id } = fixture;
      await market.connect(seller).grant(dataset, buyer.address, 0n, 3n, 1n, true);
      expect(await passes.endTime(id)).to.equal(0n);
      await networkHelpers.time.increase(36_500n * DAY);
      expect(await passes.isTokenExpired(id)).to.equal(false);
    });

    it("MKT-96 is over when the right is revoked", async () => {
      const { passes, market, dataset, seller, buyer, entry, id } = await set();
      const revokedAt = await nextTimestamp();
      await market.connect(seller).revoke(dataset, buyer.address, [entry]);
      expect(await passes.isTokenExpired(id)).to.equal(true);
      expect(await passes.endTime(id)).to.equal(revokedAt);
    });

    it("MKT-96 is over, and not without end, when the only purchase was given back", async () => {
      const { passes, market, dataset, buyer, entry, id, mintedAt } = await set();
      await market.connect(buyer).refund(dataset, [entry]);
      expect(await market.expiresAt(dataset, buyer.address)).to.equal(0n);
      expect(await passes.isTokenExpired(id)).to.equal(true);
      expect(await passes.endTime(id)).to.equal(mintedAt + 1n);
      expect(await passes.startTime(id)).to.equal(mintedAt);
    });

    it("MKT-96 refuses tokens that do not exist", async () => {
      const { passes, id } = await set();
      const none = id + 1n;
      for (const call of [passes.isTokenExpired, passes.startTime, passes.endTime, passes.tokenURI, passes.announce]) {
        await expect(call(none)).to.be.revertedWithCustomError(passes, NO_PASS).withArgs(none);
      }
    });

    it("MKT-96 is told by events when anybody asks for it", async () => {
      const fixture = await set();
      const { passes, market, dataset, buyer, stranger, offered, id, mintedAt } = fixture;
      await bought(fixture, buyer, offered);
      const until = await market.expiresAt(dataset, buyer.address);
      const telling = await passes.connect(stranger).announce(id);
      await expect(telling).to.emit(passes, "TokenExpiryUpdated").withArgs(id, mintedAt, until);
      await expect(telling).to.emit(passes, "MetadataUpdate").withArgs(id);
    });
  });

  describe("supportsInterface", () => {
    it("MKT-97 knows the standards it keeps, by identifiers computed here", async () => {
      const { passes } = await set();
      const erc7858 = idOf(["expiryType()", "isTokenExpired(uint256)", "startTime(uint256)", "endTime(uint256)"]);
      expect(erc7858).to.equal("0x3ebdfa31");
      const erc5192 = idOf(["locked(uint256)"]);
      expect(erc5192).to.equal("0xb45a3c0e");
      const erc721 = idOf([
        "balanceOf(address)",
        "ownerOf(uint256)",
        "approve(address,uint256)",
        "getApproved(uint256)",
        "setApprovalForAll(address,bool)",
        "isApprovedForAll(address,address)",
        "transferFrom(address,address,uint256)",
        "safeTransferFrom(address,address,uint256)",
        "safeTransferFrom(address,address,uint256,bytes)",
      ]);
      const metadata = idOf(["name()", "symbol()", "tokenURI(uint256)"]);
      const erc165 = idOf(["supportsInterface(bytes4)"]);
      // ERC-4906 has events alone, and a number that it chose.
      for (const each of [erc7858, erc5192, erc721, metadata, erc165, "0x49064906"]) {
        expect(await passes.supportsInterface(each), each).to.equal(true);
      }
      // ERC-721's enumeration, ERC-7858's epochs, and what ERC-165 forbids.
      for (const each of ["0x780e9d63", "0xec7ffd66", "0xffffffff"]) {
        expect(await passes.supportsInterface(each), each).to.equal(false);
      }
    });
  });

  describe("tokenURI", () => {
    it("MKT-97 is JSON in itself: data set, market, chain, end, and a picture", async () => {
      const fixture = await set();
      const { passes, market, dataset, buyer, id, mintedAt } = fixture;
      const until = await market.expiresAt(dataset, buyer.address);
      const hex = ethers.toBeHex(dataset, 32);
      const short = `${hex.slice(0, 10)}…${hex.slice(-8)}`;
      const date = new Date(Number(until) * 1000).toISOString().slice(0, 10);
      const token = await tokenOf(fixture, id);
      expect(token.name).to.equal(`Pass to data set ${short}`);
      expect(token.attributes).to.deep.equal([
        { trait_type: "Data set", value: hex },
        { trait_type: "Market", value: `eip155:31337:${market.target}` },
        { trait_type: "Minted", display_type: "date", value: Number(mintedAt) },
        { trait_type: "End", value: date },
        { trait_type: "End time", display_type: "date", value: Number(until) },
      ]);
      const picture = Buffer.from(token.image.split("base64,")[1] ?? "", "base64").toString("utf8");
      expect(picture).to.match(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>$/);
      expect(picture).to.include(`>${short}<`).and.to.include(`>until ${date}<`);
      expect(await passes.tokenURI(id)).to.not.include(" ");
    });

    it("MKT-97 says when there is no end", async () => {
      const fixture = await set();
      const { market, dataset, seller, buyer, id } = fixture;
      await market.connect(seller).grant(dataset, buyer.address, 0n, 3n, 1n, true);
      const { attributes, image } = await tokenOf(fixture, id);
      expect(attributes.at(-1)).to.deep.equal({ trait_type: "End", value: "none" });
      expect(Buffer.from(image.split("base64,")[1] ?? "", "base64").toString("utf8")).to.include(">without end<");
    });
  });
});
