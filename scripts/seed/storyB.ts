import { foundOrganisation, publishKeys, takeMoney } from "./people.ts";
import { beginDao } from "./storyDao.ts";
import { buyByAllowance, buyBySignature, offerOf } from "./trade.ts";
import { DAY, euro, type World } from "./world.ts";

const FIRST = 0b1;

/** Chain B is younger: one publisher, two data sets, two sales. */
export async function tellStoryB(world: World): Promise<void> {
  const token = world.at.eurx;
  await world.goToDay(30);
  await takeMoney(world, ["cartographer", "analyst", "trader", "newcomer"]);
  await publishKeys(world, ["cartographer", "analyst", "trader"]);
  await foundOrganisation(
    world,
    "cartographer",
    { name: "Atlas Works", about: "Maps, places and transport data." },
    [],
  );
  await world.goToDay(31);
  const electricity = await world.publish("cartographer", "electricity", [
    { token, price: euro("6"), duration: 30 * DAY, segments: FIRST },
  ]);
  const health = await world.publish("cartographer", "health", [{ segments: FIRST }]);
  await world.goToDay(34);
  await beginDao(world);
  await world.goToDay(36);
  await buyBySignature(world, "analyst", offerOf(electricity, 0));
  await buyByAllowance(world, "trader", offerOf(health, 0));
}
