import { buyAtTheDesk, buyPrepaid, giveBySignature, mandate, payIn, renewFor, swapData } from "./agreements.ts";
import { sellToSome } from "./conditions.ts";
import { makeReceivable } from "./offers.ts";
import { sayWhatItWasWorth, takePass } from "./opinions.ts";
import {
  accredit,
  foundOrganisation,
  publishKeys,
  REGULATOR,
  RESEARCHER,
  takeMoney,
  withdrawAccreditation,
} from "./people.ts";
import { ask, breakInto, consentTo, justify, publishRecord } from "./records.ts";
import {
  claimBack,
  discount,
  drawFirst,
  leaveBillsForToday,
  passOn,
  payOnTheDay,
  refuseAndProtest,
} from "./storyBills.ts";
import {
  argueAboutFee,
  claimDividend,
  endTrial,
  gatherMembers,
  openFeeVote,
  payStudyAndDividend,
  refuseHigherFee,
  setBudget,
  thinkAgainAboutFee,
  tryLongVotes,
} from "./storyDao.ts";
import {
  advanceOn,
  leaveForToday,
  openForCredit,
  passDown,
  payInTime,
  payLate,
  payTogether,
  sellForLater,
  sellMore,
  sellOnCredit,
  sellToBank,
} from "./storyReceivables.ts";
import { keepCreditTab, keepPrepaidTab, sellByUse } from "./tabs.ts";
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
import { COMMERCIAL, DAY, euro, RESEARCH, type World } from "./world.ts";

const FIRST = 0b1;
const ALL_OF_TWO = 0b11;
const ALL_OF_THREE = 0b111;

/** Forty-five days on chain A: two publishers, four readers, a registrar, and a newcomer who has bought nothing yet. */
export async function tellStoryA(world: World): Promise<void> {
  const token = world.at.eurx;
  const gated = { policy: world.at.credentialPolicy, policyData: RESEARCHER, purpose: RESEARCH };

  await world.goToDay(1);
  await takeMoney(world, ["climatologist", "cartographer", "analyst", "trader", "researcher", "newcomer"]);
  await publishKeys(world, ["climatologist", "cartographer", "analyst", "trader", "researcher"]);

  await world.goToDay(2);
  const meridian = await foundOrganisation(
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
  const harbour = await foundOrganisation(
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
  await accredit(world, "researcher", 365, REGULATOR);

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

  await world.goToDay(7);
  await gatherMembers(world);

  await world.goToDay(8);
  await buyByAllowance(world, "analyst", offerOf(weather, 0));
  await world.goToDay(9);
  await buyByAllowance(world, "analyst", offerOf(co2, 0));
  await buyByAllowance(world, "researcher", offerOf(penguins, 1));
  await world.goToDay(10);
  await buyByPermit(world, "trader", offerOf(boundaries, 1));
  await buyBySignature(world, "researcher", offerOf(boundaries, 2));
  const subscription = await mandate(world, "researcher", offerOf(boundaries, 2), 6n);
  await world.goToDay(11);
  await openForCredit(world);
  await world.goToDay(12);
  await withdrawAccreditation(world, "trader");
  await buyByAllowance(world, "analyst", offerOf(temperature, 0));
  await world.goToDay(13);
  const { axles, hubs, maps } = await sellOnCredit(world);
  await world.goToDay(14);
  await buyByAllowance(world, "trader", offerOf(airports, 1), "researcher");
  await world.goToDay(15);
  await setBudget(world);
  await world.goToDay(16);
  await buyBySignature(world, "researcher", offerOf(strikes, 0));
  await world.goToDay(17);
  const tiers = await passDown(world, axles);
  await world.goToDay(19);
  const financed = await sellToBank(world, hubs, tiers);
  await world.goToDay(20);
  await buyBySignature(world, "trader", offerOf(weather, 2));
  await sellNoMore(world, "cartographer", offerOf(airports, 1));
  const oldBills = await drawFirst(world);
  await world.goToDay(21);
  await refuseHigherFee(world);
  await world.goToDay(22);
  await buyByPermit(world, "trader", offerOf(postalCodes, 0));
  await world.goToDay(23);
  const { brackets } = await sellMore(world);
  await world.goToDay(24);
  await giveBack(world, "trader", postalCodes);
  await world.goToDay(25);
  await world.publishLater("climatologist", temperature.dataset, "temperatureLater", [
    { token, price: euro("4"), duration: 30 * DAY, segments: FIRST },
  ]);
  await world.goToDay(28);
  await buyBySignature(world, "researcher", offerOf(weather, 0));
  await payInTime(world, maps);
  await world.goToDay(29);
  await payStudyAndDividend(world);
  await world.goToDay(30);
  await buyByAllowance(world, "analyst", offerOf(weather, 0));
  await world.goToDay(31);
  await claimDividend(world);
  await world.goToDay(32);
  await payLate(world, financed);
  await payOnTheDay(world, oldBills.maps);
  await world.goToDay(33);
  await endRight(world, "climatologist", "researcher", weather);
  await world.goToDay(34);
  const trial = await tryLongVotes(world);
  await world.goToDay(35);
  await collectEarnings(world, "climatologist", offerOf(temperature, 0));
  await collectEarnings(world, "cartographer", offerOf(boundaries, 1));
  await sellToSome(world, { meridian, harbour });

  await world.goToDay(36);
  const { gears, frames, plates } = await sellForLater(world);
  await passOn(world);
  const record = await publishRecord(world, {
    publisher: "registrar",
    entry: "obesity",
    holders: ["registrar", "climatologist", "cartographer"],
    threshold: 2,
    emergencyCredential: REGULATOR,
    emergencyHours: 48,
  });

  await world.goToDay(37);
  await advanceOn(world, frames);
  const byUse = await keepCreditTab(world, "analyst", "climatologist", {
    limit: euro("100"),
    used: euro("64.5"),
    daysToPay: 7,
  });
  const study = {
    purpose: RESEARCH,
    until: 120,
    message: "For a model of demand for medicines. Results will be public.",
  };
  const request = await ask(world, "analyst", record, study);
  const sold = await world.publish("cartographer", "flights", [{ token, price: euro("35"), segments: FIRST }]);
  await sellByUse(world, "cartographer", sold, euro("0.25"));

  await world.goToDay(38);
  await consentTo(world, "analyst", record, request, ["climatologist", "registrar"]);
  const { dataset } = boundaries;
  const lent = { dataset, duration: 60 * DAY, segments: ALL_OF_THREE, fromVersion: 1, laterVersions: true };
  await give(world, "cartographer", "analyst", lent);
  await keepPrepaidTab(world, "analyst", "cartographer", { paidIn: euro("20"), used: euro("3.5") });

  await world.goToDay(39);
  await renewFor(world, offerOf(boundaries, 2), subscription);
  await keepCreditTab(world, "trader", "cartographer", { limit: euro("25"), used: euro("11.75"), daysToPay: 7 });
  await breakInto(
    world,
    "researcher",
    record,
    "Outbreak in two counties: baseline needed tonight, no holder was reached.",
  );

  await world.goToDay(40);
  await justify(world, "climatologist", "researcher", record, "The outbreak was confirmed by the authority.");
  await payIn(world, "trader", euro("60"));
  await buyPrepaid(world, "trader", offerOf(penguins, 0));
  await sayWhatItWasWorth(world, { temperature, boundaries, strikes, weather });
  const lowerFee = await openFeeVote(world);
  await discount(world);

  await world.goToDay(41);
  await swapData(
    world,
    { id: "climatologist", dataset: temperature.dataset, segments: FIRST, days: 90 },
    { id: "cartographer", dataset: postalCodes.dataset, segments: FIRST, days: 60 },
  );
  const invited = {
    dataset: airports.dataset,
    duration: 30 * DAY,
    segments: FIRST,
    fromVersion: 1,
    laterVersions: true,
  };
  await giveBySignature(world, "cartographer", "registrar", invited);
  await takePass(world, "analyst", weather);
  await takePass(world, "researcher", strikes);
  await argueAboutFee(world, lowerFee);

  await world.goToDay(42);
  await buyBySignature(world, "analyst", offerOf(earthquakes, 0));
  await buyAtTheDesk(world, "trader", offerOf(earthquakes, 0));
  await payTogether(world, tiers, gears);
  await refuseAndProtest(world, oldBills.fuel);

  await world.goToDay(43);
  await thinkAgainAboutFee(world, lowerFee);
  await makeReceivable(world, ["analyst", "climatologist"], byUse, 50);
  await claimBack(world, oldBills.fuel);

  await world.goToDay(44);
  await leaveForToday(world, brackets, plates);
  await leaveBillsForToday(world);
  await buyByAllowance(world, "trader", offerOf(co2, 0));
  const shop = { purpose: COMMERCIAL, until: 75, message: "To plan stock for pharmacies. One month is enough." };
  await ask(world, "trader", record, shop);
  await breakInto(world, "researcher", record, "Second outbreak, other counties. Same need, same hour.");
  await takeMoney(world, ["analyst", "trader", "researcher", "newcomer"]);

  // The vote about it took ten days.
  await world.goToDay(44.5);
  await endTrial(world, trial);
}
