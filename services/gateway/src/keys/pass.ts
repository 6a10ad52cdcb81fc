import { isTallystickError } from "@tallystick/sdk/errors";
import type { Upload } from "@tallystick/sdk/gateway/typedData";
import { decodeUpload, type Signed } from "@tallystick/sdk/gateway/wire";
import { type Address, isAddressEqual } from "viem";
import type { Limiter } from "../limits/limiter.ts";
import { badRequest, Problem, rateLimited } from "../problem.ts";

/** A pass is good for at most an hour. */
const MAX_AHEAD = 3_600n;

function decode(header: string): Signed<Upload> {
  try {
    return decodeUpload(header);
  } catch (error) {
    throw isTallystickError(error) ? badRequest(error.message) : error;
  }
}

/** Makes the function that reads an upload pass and says whose it is. It throws a `Problem` when it is not valid. */
export function createPassVerifier(deps: {
  keeper: Address;
  accounts: Limiter;
  now: () => number;
  isSigned: (pass: Signed<Upload>) => Promise<boolean>;
}): (header: string) => Promise<Address> {
  return async (header) => {
    const pass = decode(header);
    const { account, keeper, expiry } = pass.value;
    if (!isAddressEqual(keeper, deps.keeper)) {
      throw new Problem(403, "wrong-keeper", "The upload pass was signed for another gateway.");
    }
    const now = BigInt(Math.floor(deps.now() / 1000));
    if (expiry <= now || expiry > now + MAX_AHEAD) {
      throw new Problem(
        403,
        "expired",
        "The upload pass has expired, or ends more than an hour ahead. Sign a new one.",
      );
    }
    if (!(await deps.isSigned(pass))) {
      throw new Problem(
        403,
        "bad-signature",
        "The upload pass was not signed by its account for this chain and market.",
      );
    }
    const wait = deps.accounts.take(account.toLowerCase());
    if (wait > 0) throw rateLimited(wait);
    return account;
  };
}
