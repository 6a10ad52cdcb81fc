import { expect } from "chai";
import { give, PURPOSE, recordFixture } from "./consents.ts";
import { bought, DAY, load, makeOffer, networkHelpers } from "./fixture.ts";

describe("Consent", () => {
  it("lets a reader read once two of three consent, and no more when one withdraws", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, holders, list } = fixture;
    expect(await consent.mayRead(record, buyer.address, 1, 3, PURPOSE)).to.equal(false);
    await give(fixture);
    expect(await consent.mayRead(record, buyer.address, 1, 3, PURPOSE)).to.equal(true);
    await consent.connect(holders[0]).withdraw(record, buyer.address, list);
    expect(await consent.mayRead(record, buyer.address, 1, 3, PURPOSE)).to.equal(false);
  });
});

describe("Ratings", () => {
  it("counts what a reader who bought says", async () => {
    const fixture = await load();
    const { ratings, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const { purchase } = await bought(fixture, buyer, offered);
    await ratings.connect(buyer).rate(dataset, [purchase], offered, 4, "good");
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 4n, 0n, 0n]);
  });
});

describe("Passes", () => {
  it("show a right, and its end", async () => {
    const fixture = await load();
    const { passes, market, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    await bought(fixture, buyer, offered);
    await passes.connect(buyer).mint(dataset);
    const id = await passes.passId(dataset, buyer.address);
    expect(await passes.endTime(id)).to.equal(await market.expiresAt(dataset, buyer.address));
    expect(await passes.isTokenExpired(id)).to.equal(false);
    await networkHelpers.time.increase(31n * DAY);
    expect(await passes.isTokenExpired(id)).to.equal(true);
    const [, json] = (await passes.tokenURI(id)).split("base64,");
    expect(JSON.parse(Buffer.from(json ?? "", "base64").toString()).name).to.match(/^Pass to data set 0x/);
  });
});
