import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { readerOf, requestFor, send, signRequest } from "./asking.ts";
import { runGateway } from "./gateway.ts";
import { startWorld, type World } from "./world.ts";

// JUMPDEST PUSH0 JUMP: goes round until the gas is gone.
const BURNS_ALL = "0x5b5f56";
const ACCOUNT = "0x00000000000000000000000000000000000bad01";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

describe("a smart account that wastes all gas it is given", () => {
  it("GTW-33 is denied, and does not keep the node from others", async (context) => {
    const settings = { TALLYSTICK_GATEWAY_RPC: world.rpc, TALLYSTICK_GATEWAY_MARKET: world.market };
    const gateway = await runGateway(context, settings);
    const reader = await readerOf(privateKeyToAccount(generatePrivateKey()));
    await world.client.setCode({ address: ACCOUNT, bytecode: BURNS_ALL });
    const wasteful = requestFor(gateway, 1n, reader, { reader: ACCOUNT });
    const modest = requestFor(gateway, 1n, reader);
    const answers = await Promise.all([
      send(world, gateway, wasteful, await signRequest(world, wasteful, reader.account), reader),
      send(world, gateway, modest, await signRequest(world, modest, reader.account), reader),
    ]);
    assert.deepEqual(
      answers.map(({ status, code }) => [status, code]),
      [
        [403, "bad-signature"],
        [403, "unknown-dataset"],
      ],
    );
  });
});
