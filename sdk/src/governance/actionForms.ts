import { type Address, type Hex, isAddress, isHex } from "viem";
import { callOf } from "../chain/call.ts";
import { tallystickError } from "../errors.ts";
import { credentialsAbi } from "../generated/abis/Credentials.ts";
import { debtorsAbi } from "../generated/abis/Debtors.ts";
import { tallyTokenAbi } from "../generated/abis/TallyToken.ts";
import { appointRegistrar, credentialType, dismissRegistrar } from "../identity/credentials.ts";
import { type Deployment, deployed, type Network } from "../networks.ts";
import type { Action } from "./action.ts";
import type { Family } from "./parameters.ts";
import { actionOf } from "./proposals.ts";
import { allowAction, payDividendActions, setCriticalTargetAction, setLimitAction, spendAction } from "./treasury.ts";

export type FormId =
  | "payment"
  | "dividend"
  | "allowance"
  | "limit"
  | "criticalTarget"
  | "mint"
  | "appointRegistrar"
  | "dismissRegistrar"
  | "appointMirror"
  | "dismissMirror"
  | "cap"
  | "liftCap";

/**
 * How a field's value is meant: a token (the zero address: ether), an account, base units of the form's token or of the
 * TallyToken, seconds, a Unix time, the name or hash of a credential's type, yes or no.
 */
export type FieldKind = "token" | "account" | "amount" | "tally" | "seconds" | "time" | "credential" | "flag";

export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  /** A token that can't be ether. */
  readonly noEther?: boolean | undefined;
}

export type FormValue = bigint | string | boolean;
export type FormValues = Readonly<Record<string, FormValue | undefined>>;

/** What a proposal does often, as fields to fill in. */
export interface ActionForm {
  readonly id: FormId;
  readonly family: Family;
  readonly fields: readonly FormField[];
}

type Build = (places: Deployment, read: Values) => Action[];

interface Form extends ActionForm {
  readonly build: Build;
}

/** Values by name, each of its kind. */
interface Values {
  readonly address: (name: string) => Address;
  readonly number: (name: string) => bigint;
  readonly flag: (name: string) => boolean;
  readonly credential: (name: string) => Hex;
}

const token = { name: "token", kind: "token" } as const;
const ownToken = { ...token, noEther: true } as const;
const amount = { name: "amount", kind: "amount" } as const;
const account = (name: string): FormField => ({ name, kind: "account" });
const registrar = [{ name: "type", kind: "credential" }, account("registrar")] as const;

const forms: readonly Form[] = [
  {
    id: "payment",
    family: "treasury",
    fields: [token, amount, account("to")],
    build: ({ timelock }, read) => [
      spendAction(timelock, read.address("token"), read.address("to"), read.number("amount")),
    ],
  },
  {
    id: "dividend",
    family: "treasury",
    fields: [ownToken, amount],
    build: (places, read) => payDividendActions(places, read.address("token"), read.number("amount")),
  },
  {
    id: "allowance",
    family: "treasury",
    fields: [ownToken, amount, account("spender")],
    build: ({ timelock }, read) => [
      allowAction(timelock, read.address("token"), read.address("spender"), read.number("amount")),
    ],
  },
  {
    id: "limit",
    family: "treasury",
    fields: [token, amount, { name: "window", kind: "seconds" }],
    build: ({ timelock }, read) => [
      setLimitAction(timelock, read.address("token"), read.number("amount"), Number(read.number("window"))),
    ],
  },
  {
    id: "criticalTarget",
    family: "treasury",
    fields: [account("target"), { name: "isCritical", kind: "flag" }],
    build: ({ timelock }, read) => [setCriticalTargetAction(timelock, read.address("target"), read.flag("isCritical"))],
  },
  {
    id: "mint",
    family: "token",
    fields: [{ name: "amount", kind: "tally" }, account("to")],
    build: ({ tallyToken }, read) => [
      actionOf(callOf(tallyToken, tallyTokenAbi, "mint", [read.address("to"), read.number("amount")])),
    ],
  },
  {
    id: "appointRegistrar",
    family: "identity",
    fields: [...registrar, { name: "until", kind: "time" }],
    build: ({ credentials }, read) => [
      actionOf(
        appointRegistrar(credentials, read.credential("type"), read.address("registrar"), Number(read.number("until"))),
      ),
    ],
  },
  {
    id: "dismissRegistrar",
    family: "identity",
    fields: registrar,
    build: ({ credentials }, read) => [
      actionOf(dismissRegistrar(credentials, read.credential("type"), read.address("registrar"))),
    ],
  },
  {
    id: "appointMirror",
    family: "identity",
    fields: [account("mirror")],
    build: ({ credentials }, read) => [
      actionOf(callOf(credentials, credentialsAbi, "appointMirror", [read.address("mirror")])),
    ],
  },
  {
    id: "dismissMirror",
    family: "identity",
    fields: [account("mirror")],
    build: ({ credentials }, read) => [
      actionOf(callOf(credentials, credentialsAbi, "dismissMirror", [read.address("mirror")])),
    ],
  },
  {
    id: "cap",
    family: "instruments",
    fields: [account("debtor"), ownToken, amount],
    build: ({ debtors }, read) => [
      capAction(debtors, read.address("debtor"), read.address("token"), read.number("amount")),
    ],
  },
  {
    id: "liftCap",
    family: "instruments",
    fields: [account("debtor"), ownToken],
    build: ({ debtors }, read) => [capAction(debtors, read.address("debtor"), read.address("token"))],
  },
];

/** Left out, the cap is lifted. */
function capAction(debtors: Address, debtor: Address, token: Address, cap?: bigint): Action {
  return actionOf(callOf(debtors, debtorsAbi, "setCap", [debtor, token, cap ?? 0n, cap !== undefined]));
}

/** The forms of what proposals do often, beside changes of parameters (`changeParameters`). */
export const actionForms: readonly ActionForm[] = forms;

/**
 * The actions of a filled-in form.
 *
 * @param values by the fields' names
 * @throws `FieldInvalid`, `NotDeployed`
 */
export function actionsOfForm(network: Network, id: FormId, values: FormValues): Action[] {
  const form = forms.find((each) => each.id === id);
  if (form === undefined) throw tallystickError("FieldInvalid", { field: "form", reason: `there is no form ${id}` });
  return form.build(deployed(network), valuesOf(values));
}

function valuesOf(values: FormValues): Values {
  const invalid = (field: string, reason: string): Error => tallystickError("FieldInvalid", { field, reason });
  return {
    address: (name) => {
      const value = values[name];
      if (typeof value !== "string" || !isAddress(value, { strict: false })) throw invalid(name, "it is no address");
      return value;
    },
    number: (name) => {
      const value = values[name];
      if (typeof value !== "bigint" || value < 0n) throw invalid(name, "it is no number");
      return value;
    },
    flag: (name) => {
      const value = values[name];
      if (typeof value !== "boolean") throw invalid(name, "it is neither yes nor no");
      return value;
    },
    credential: (name) => {
      const value = values[name];
      if (typeof value !== "string" || value.trim() === "") throw invalid(name, "it is empty");
      const text = value.trim();
      return isHex(text) && text.length === 66 ? text : credentialType(text);
    },
  };
}
