import type { AddressLike, Signer, TypedDataDomain } from "ethers";
import type { ERC2771Forwarder, Relay } from "../../types/contracts/shared/Relay.ts";

const FORWARD_REQUEST = {
  ForwardRequest: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "gas", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint48" },
    { name: "data", type: "bytes" },
  ],
};

type Call = {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly value?: bigint;
  readonly deadline?: bigint;
  readonly gas?: bigint;
};

/** A relay request for one call, signed with `signer`'s key; `domain` replaces parts of what is signed. */
export async function signRequest(
  relay: Relay,
  signer: Signer,
  call: Call,
  domain: TypedDataDomain = {},
): Promise<ERC2771Forwarder.ForwardRequestDataStruct & { from: AddressLike }> {
  const request = { value: 0n, gas: 1_000_000n, deadline: 2n ** 48n - 1n, ...call };
  const { chainId } = await signer.provider!.getNetwork();
  const signature = await signer.signTypedData(
    { name: "Tallystick Relay", version: "1", chainId, verifyingContract: await relay.getAddress(), ...domain },
    FORWARD_REQUEST,
    { ...request, nonce: await relay.nonces(call.from) },
  );
  return { ...request, signature };
}
