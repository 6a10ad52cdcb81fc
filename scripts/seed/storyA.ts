import { accredit, foundOrganisation, publishKeys, RESEARCHER, takeMoney, withdrawAccreditation } from "./people.ts";
import {
  buyByAllowance,
  buyByPermit,
  buyBySignature,
  collectEarnings,
  endRight,
  give,
  giveBack,
  offerOf,
  sellNoMore,
} from "./trade.ts";
import { DAY, euro, type World } from "./world.ts";

const FIRST = 0b1;
const ALL_OF_TWO = 0b11;
const ALL_OF_THREE = 0b111;
const RESEARCH = 1;

/** Forty-five days on chain A: two publishers, four readers, a registrar, and a newcomer who has bought nothing yet. */
export async function tellStoryA(world: World): Promise<void> {
  const token = world.at.eurx;
  const gated = { policy: world.at.credentialPolicy, policyData: RESEARCHER, purpose: RESEARCH };

  await world.goToDay(1);
  await takeMoney(world, ["climatologist", "cartographer", "analyst", "trader", "researcher", "newcomer"]);
  await publishKeys(world, ["climatologist", "cartographer", "analyst", "trader", "researcher"]);

  await world.goToDay(2);
  await foundOrganisation(
    world,
    "climatologist",
    { name: "Meridian Climate", about: "Weather and climate records, curated." },
    [
      { id: "researcher", roles: ["reader", "auditor"] },
      { id: "cartographer", roles: ["publisher"], until: 200 },
    ],
  );
  await foundOrganisation(world, "cartographer", { name: "Atlas Works", about: "Maps, places and transport data." }, [
    { id: "trader", roles: ["treasurer", "signer"] },
  ]);
  await foundOrganisation(
    world,
    "analyst",
    { name: "Harbour Analytics", about: "Models of demand, built on other people's data." },
    [
      { id: "trader", roles: ["officer", "buyer"] },
      { id: "newcomer", roles: ["reader"], until: 20 },
    ],
  );

  await world.goToDay(3);
  await accredit(world, "researcher", 365);
  await accredit(world, "analyst", 13);
  await accredit(world, "trader", 365);

  await world.goToDay(4);
  const weather = await world.publish("climatologist", "weather", [
    { token, price: euro("12"), duration: 30 * DAY, segments: ALL_OF_TWO, refundWindow: 7 * DAY },
    { token, price: euro("90"), segments: ALL_OF_TWO },
    { token, price: euro("1.5"), duration: DAY, segments: FIRST },
  ]);
  const co2 = await world.publish("climatologist", "co2", [{ segments: FIRST }]);
  const temperature = await world.publish("climatologist", "temperature", [
    { token, price: euro("25"), segments: FIRST },
    { token, price: euro("10"), segments: FIRST, laterVersions: false },
  ]);

  await world.goToDay(5);
  const boundaries = await world.publish("cartographer", "boundaries", [
    { segments: FIRST },
    { token, price: euro("40"), segments: ALL_OF_THREE },
    { token, price: euro("8"), duration: 30 * DAY, segments: ALL_OF_THREE },
  ]);
  const airports = await world.publish("cartographer", "airports", [
    { token, price: euro("15"), segments: FIRST, maxSales: 100 },
    { token, price: euro("9"), segments: FIRST, maxSales: 3, nonce: 1 },
  ]);

  await world.goToDay(6);
  const strikes = await world.publish("cartographer", "strikes", [
    { token, price: euro("30"), duration: 90 * DAY, segments: FIRST, refundWindow: 3 * DAY, ...gated },
  ]);
  const earthquakes = await world.publish("cartographer", "earthquakes", [
    { token, price: euro("2"), segments: FIRST, refundWindow: 14 * DAY },
  ]);
  const penguins = await world.publish("climatologist", "penguins", [
    { token, price: euro("5"), segments: FIRST },
    { segments: FIRST, ...gated },
  ]);
  const postalCodes = await world.publish("cartographer", "postalCodes", [
    { token, price: euro("20"), segments: FIRST, refundWindow: 7 * DAY },
  ]);

  await world.goToDay(8);
  await buyByAllowance(world, "analyst", offerOf(weather, 0));
  await world.goToDay(9);
  await buyByAllowance(world, "analyst", offerOf(co2, 0));
  await buyByAllowance(world, "researcher", offerOf(penguins, 1));
  await world.goToDay(10);
  await buyByPermit(world, "trader", offerOf(boundaries, 1));
  await world.goToDay(12);
  await withdrawAccreditation(world, "trader");
  await buyByAllowance(world, "analyst", offerOf(temperature, 0));
  await world.goToDay(14);
  await buyByAllowance(world, "trader", offerOf(airports, 1), "researcher");
  await world.goToDay(16);
  await buyBySignature(world, "researcher", offerOf(strikes, 0));
  await world.goToDay(20);
  await buyBySignature(world, "trader", offerOf(weather, 2));
  await sellNoMore(world, "cartographer", offerOf(airports, 1));
  await world.goToDay(22);
  await buyByPermit(world, "trader", offerOf(postalCodes, 0));
  await world.goToDay(24);
  await giveBack(world, "trader", postalCodes);
  await world.goToDay(25);
  await world.publishLater("climatologist", temperature.dataset, "temperatureLater", [
    { token, price: euro("4"), duration: 30 * DAY, segments: FIRST },
  ]);
  await world.goToDay(28);
  await buyBySignature(world, "researcher", offerOf(weather, 0));
  await world.goToDay(30);
  await buyByAllowance(world, "analyst", offerOf(weather, 0));
  await world.goToDay(33);
  await endRight(world, "climatologist", "researcher", weather);
  await world.goToDay(35);
  await collectEarnings(world, "climatologist", offerOf(temperature, 0));
  await collectEarnings(world, "cartographer", offerOf(boundaries, 1));
  await world.goToDay(38);
  const { dataset } = boundaries;
  const lent = { dataset, duration: 60 * DAY, segments: ALL_OF_THREE, fromVersion: 1, laterVersions: true };
  await give(world, "cartographer", "analyst", lent);
  await world.goToDay(42);
  await buyBySignature(world, "analyst", offerOf(earthquakes, 0));
  await world.goToDay(44);
  await buyByAllowance(world, "trader", offerOf(co2, 0));
  await takeMoney(world, ["analyst", "trader", "researcher", "newcomer"]);
}
