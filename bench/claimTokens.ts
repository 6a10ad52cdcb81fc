import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, deployToken, type Figures, gasOf } from "./market.ts";
import { fetchPackage } from "./npm.ts";

const ERC3525 = {
  version: "1.5.0",
  integrity: "sha512-4iJ5DbfZngk7HpuRSshHooeBQeHypFCpn2Pr3kRoZEKnS5gzrmMCV0bMhWFXMOxMk6pJYha8g+lWEO9zRz9l/A==",
};
const REQUEST = {
  version: "0.48.0",
  integrity: "sha512-g8an6pYk/+a4cPphjMSRctyOco7TUUjZ7m1lbwCRcqbpRB4iiEuuVMl31qlDO2diFzd0qnkcELGxDcuMTxQIIw==",
};
const UNITS = 100_000n;

type People = { creditor: HardhatEthersSigner; second: HardhatEthersSigner; third: HardhatEthersSigner };

/** Who deals in claims; they have held some before, so that balances are not zero. */
async function peopleOf({ ethers }: NetworkConnection): Promise<People> {
  const signers = await ethers.getSigners();
  return { creditor: accountAt(signers, 2), second: accountAt(signers, 3), third: accountAt(signers, 4) };
}

/** ERC-3525's reference: a claim is minted, and a part of its value goes to somebody as a token of its own. */
export async function measureErc3525(connection: NetworkConnection): Promise<Figures> {
  const { ethers } = connection;
  const folder = await fetchPackage("@solvprotocol/erc-3525", ERC3525.version, ERC3525.integrity);
  const { abi, bytecode } = JSON.parse(readFileSync(join(folder, "build", "ERC3525BaseMock.json"), "utf8"));
  const { creditor, second, third } = await peopleOf(connection);
  const made = await new ethers.ContractFactory(abi, bytecode, creditor).deploy("Claims", "CLM", 0);
  const claims = await ethers.getContractAt(abi as never[], await made.getAddress(), creditor);
  const mint = (id: bigint) => gasOf(claims.getFunction("mint")(creditor.address, id, 1n, UNITS));
  const hand = (by: HardhatEthersSigner, to: HardhatEthersSigner, id: bigint) =>
    gasOf(claims.connect(by).getFunction("transferFrom(address,address,uint256)")(by.address, to.address, id));
  const part = (id: bigint) =>
    gasOf(claims.getFunction("transferFrom(uint256,address,uint256)")(id, second.address, 10n));
  for (const id of [101n, 102n, 103n]) await mint(id);
  await hand(creditor, second, 102n);
  await hand(creditor, third, 103n);
  const registered = await mint(104n);
  await part(101n);
  const divided = await part(101n);
  await hand(creditor, second, 104n);
  return {
    "register a receivable": registered,
    "split in two": divided,
    "endorse, later": await hand(second, third, 104n),
  };
}

/** Request's claims: minted as tokens, handed on without a trace, and paid through its proxy to who holds them. */
export async function measureRequest(connection: NetworkConnection): Promise<Figures> {
  const { ethers } = connection;
  const folder = await fetchPackage("@requestnetwork/smart-contracts", REQUEST.version, REQUEST.integrity);
  const { creditor, second, third } = await peopleOf(connection);
  const debtor = accountAt(await ethers.getSigners(), 1);
  const token = await deployToken(connection);
  // The package's factories want another version of ethers: their bytecode is all that is needed.
  const deploy = async (name: string, abi: string[], ...args: unknown[]) => {
    const source = readFileSync(
      join(folder, "dist", "src", "types", "factories", "src", "contracts", `${name}__factory.js`),
      "utf8",
    );
    const bytecode = /_bytecode = "(0x[0-9a-f]+)"/.exec(source)?.[1];
    if (!bytecode) throw new Error(`Request's ${name} has no bytecode.`);
    const contract = await new ethers.ContractFactory(abi, bytecode, creditor).deploy(...args);
    return new ethers.Contract(await contract.getAddress(), abi, creditor);
  };
  const proxy = await deploy("ERC20FeeProxy", ["function paymentReferenceOf()"]);
  const claims = await deploy(
    "ERC20TransferableReceivable",
    [
      "constructor(string name, string symbol, address proxy)",
      "function mint(address owner, bytes paymentReference, uint256 amount, address token)",
      "function transferFrom(address from, address to, uint256 id)",
      "function payOwner(uint256 id, uint256 amount, bytes paymentReference, uint256 fee, address feeTo)",
    ],
    "Claims",
    "CLM",
    proxy.target,
  );
  await token.connect(debtor).approve(claims, ethers.MaxUint256);
  let last = 0n;
  const reference = () => ethers.toBeHex(0xa0b0c0d0e0f00000n + last, 8);
  const mint = () => {
    ++last;
    return gasOf(claims.getFunction("mint")(creditor.address, reference(), UNITS, token.target));
  };
  const hand = (by: HardhatEthersSigner, to: HardhatEthersSigner, id: bigint) =>
    gasOf((claims.connect(by) as typeof claims).getFunction("transferFrom")(by.address, to.address, id));
  const pay = (id: bigint) =>
    gasOf(
      (claims.connect(debtor) as typeof claims).getFunction("payOwner")(id, UNITS, reference(), 0n, ethers.ZeroAddress),
    );
  for (let i = 0; i < 4; ++i) await mint();
  await hand(creditor, second, 2n);
  await hand(creditor, third, 3n);
  await pay(4n);
  const registered = await mint();
  await hand(creditor, second, last);
  const handed = await hand(second, third, last);
  return { "register a receivable": registered, "endorse, later": handed, "pay at maturity": await pay(last) };
}

type Standard = "ERC721" | "ERC1155" | "ERC6909";

/** Claims as plain tokens of OpenZeppelin's: no debtor, no chain, nothing to be paid. */
export async function measureStandard(connection: NetworkConnection, standard: Standard): Promise<Figures> {
  const { ethers } = connection;
  const { creditor, second, third } = await peopleOf(connection);
  const made = await ethers.deployContract(`${standard}Mock` as "ERC6909Mock");
  const claims = new ethers.Contract(made.target, made.interface, creditor);
  const act = (by: HardhatEthersSigner, name: string, ...args: unknown[]) =>
    gasOf((claims.connect(by) as typeof claims).getFunction(name)(...args));
  const mint = (id: bigint) => act(creditor, "mint", creditor.address, id, UNITS);
  const hand = (by: HardhatEthersSigner, { address: to }: HardhatEthersSigner, id: bigint, units = UNITS) => {
    if (standard === "ERC721") return act(by, "transferFrom", by.address, to, id);
    if (standard === "ERC6909") return act(by, "transfer", to, id, units);
    return act(by, "safeTransferFrom", by.address, to, id, units, "0x");
  };
  for (const id of [1n, 2n, 3n]) await mint(id);
  await hand(creditor, second, 2n);
  await hand(creditor, third, 3n);
  const minted = await mint(4n);
  const figures: Figures = { "register a receivable": minted };
  if (standard !== "ERC721") figures["split in two"] = await hand(creditor, second, 1n, 10n);
  const first = await hand(creditor, second, 4n);
  const later = await hand(second, third, 4n);
  figures["endorse, later"] = later;
  // A bill as a token is a token that stands for a bill: nobody is bound by it.
  const ofBills = { "draw a bill": minted, "endorse a bill, first": first, "endorse a bill, later": later };
  return standard === "ERC721" ? { ...figures, ...ofBills } : figures;
}
