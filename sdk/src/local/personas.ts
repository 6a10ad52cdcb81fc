import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { tallystickError } from "../errors.ts";

/** Everybody knows this mnemonic: its keys are for the local chains alone. */
export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";

/** Chains on which the well-known keys may be used. */
export const LOCAL_CHAIN_IDS: readonly number[] = [31337, 31338];

export type PersonaId =
  | "deployer"
  | "keeper"
  | "relayer"
  | "registrar"
  | "climatologist"
  | "cartographer"
  | "analyst"
  | "trader"
  | "researcher"
  | "newcomer"
  | "keeper2"
  | "keeper3"
  | "enterprise"
  | "supplier"
  | "workshop"
  | "financier"
  | "carrier"
  | "auditor"
  | "maker";

/** Somebody who lives on the local chains: an account of the well-known mnemonic with a part to play. */
export interface Persona {
  id: PersonaId;
  /** Account index of the mnemonic. */
  index: number;
  name: string;
  /** What this persona is for, in a sentence. */
  about: string;
}

export const personas: readonly Persona[] = [
  { id: "deployer", index: 0, name: "Deployer", about: "Deployed the contracts and proposes to the timelock." },
  { id: "keeper", index: 1, name: "Keeper", about: "The gateway's key: releases key shares to readers with a right." },
  { id: "relayer", index: 2, name: "Relayer", about: "Sends what others have signed and pays the gas." },
  {
    id: "registrar",
    index: 3,
    name: "Rosa Lindqvist",
    about: "Registrar of a university: attests who is a researcher, and here who is a bank or a carrier.",
  },
  {
    id: "climatologist",
    index: 4,
    name: "Mei Tanaka",
    about: "Publishes weather and climate data for Meridian Climate.",
  },
  { id: "cartographer", index: 5, name: "Piotr Nowak", about: "Publishes maps and transport data for Atlas Works." },
  { id: "analyst", index: 6, name: "Amara Okafor", about: "Buys data for her models, and renews what she uses." },
  { id: "trader", index: 7, name: "Jonas Weber", about: "Buys for himself and as gifts for others." },
  { id: "researcher", index: 8, name: "Li Wei", about: "A researcher with a credential that opens restricted offers." },
  { id: "newcomer", index: 9, name: "Sam Reyes", about: "Has money and no rights yet: the outsider." },
  {
    id: "keeper2",
    index: 10,
    name: "Second keeper",
    about: "Keeps shares beside the first: `npm start -- --keepers 3`.",
  },
  { id: "keeper3", index: 11, name: "Third keeper", about: "The third of these: any two rebuild a key." },
  {
    id: "enterprise",
    index: 12,
    name: "Ingrid Solberg",
    about: "Treasurer of Nordlys Motors, the core enterprise: confirms what it owes its suppliers, and pays.",
  },
  {
    id: "supplier",
    index: 13,
    name: "Chen Jing",
    about: "Makes axles for Nordlys Motors, and pays her own suppliers with what it owes her.",
  },
  {
    id: "workshop",
    index: 14,
    name: "Tomás Ferreira",
    about: "Turns parts for Chen Jing: a small workshop, two tiers below the core enterprise.",
  },
  {
    id: "financier",
    index: 15,
    name: "Nadia Haddad",
    about: "Of a bank: buys claims before they are due, and limits what debtors confirm.",
  },
  { id: "carrier", index: 16, name: "Kofi Mensah", about: "Moves the goods, and attests that they were received." },
  { id: "auditor", index: 17, name: "Ruth Adler", about: "Checks books: what is owed, and what stands behind it." },
  { id: "maker", index: 60, name: "Swap maker", about: "Its agent answers whoever swaps between the two chains." },
];

/** The persona with this id. */
export function personaOf(id: PersonaId): Persona {
  const persona = personas.find((each) => each.id === id);
  if (!persona) throw new Error(`There is no persona "${id}".`);
  return persona;
}

/** Deriving one takes 17 ms. */
const accounts = new Map<PersonaId, HDAccount>();

/**
 * The signing account of a persona.
 *
 * @param chainId the chain it is to be used on
 * @throws `PublicMnemonic` on any chain that is not local: everybody has its keys
 */
export function personaAccount(id: PersonaId, chainId: number): HDAccount {
  if (!LOCAL_CHAIN_IDS.includes(chainId)) {
    throw tallystickError("PublicMnemonic", { chainId });
  }
  const account = accounts.get(id) ?? mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: personaOf(id).index });
  accounts.set(id, account);
  return account;
}
