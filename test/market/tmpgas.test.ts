import { network } from "hardhat";
import { measureConsent } from "../../bench/consent.ts";
describe("x", () => { it("y", async () => { console.log(await measureConsent(await network.create())); }); });
