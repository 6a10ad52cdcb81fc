import { formatUnits } from "viem";
import { kindName, type Link } from "../instruments/links.ts";
import type { BillEvent } from "./billEvents.ts";
import { type BillFace, billSum, dateOfDay, placeText, tenorOf } from "./face.ts";
import type { MletrReport } from "./mletr.ts";
import type { SumToken } from "./wordsOfSum.ts";

/**
 * A report as text for people.
 *
 * @param token what sums are told in. Default: base units
 */
export function mletrText(report: MletrReport, token?: SumToken): string {
  return mletrLines(report, token).join("\n");
}

/** The lines of a report. */
export function mletrLines(report: MletrReport, token?: SumToken): string[] {
  const { face, bill, control, findings, events, history, block, code } = report;
  const amount = (units: number): string => sumText(BigInt(units) * face.unit, token);
  return [
    "BILL OF EXCHANGE: report on an electronic transferable record (MLETR)",
    `bill        ${report.id}`,
    `chain       ${report.chainId}, contract ${report.bills}, code ${code.bills}`,
    `lots        ${report.lotsContract}, code ${code.lots}`,
    `as of       ${timeText(block.time)}, block ${block.number} (${block.hash})`,
    "",
    ...faceLines(face, token),
    `face hash   ${report.faceHash}`,
    `state       ${bill.status}${bill.flags.length === 0 ? "" : ` (${bill.flags.join(", ")})`}`,
    "",
    "Requirements",
    ...findings.map(({ article, isMet, text }) => `  ${isMet ? "met" : "NOT MET"}  art. ${article}: ${text}`),
    "",
    "Control",
    ...(control.length === 0 ? ["  nobody: the bill is at its end"] : []),
    ...control.map(
      ({ lot, holder, since, units, holds }) =>
        `  ${holder} since ${timeText(since)}: ${amount(units)}${holds.length === 0 ? "" : `, ${holds.join(", ")}`} (lot ${lot})`,
    ),
    "",
    "Endorsements",
    ...history.lots.flatMap(({ id, links }) => [`  lot ${id}`, ...links.map((link, i) => `    ${linkText(link, i)}`)]),
    "",
    "History",
    ...events.map((event) => `  ${eventText(event)}`),
  ];
}

function faceLines(face: BillFace, token?: SumToken): string[] {
  return [
    `drawer      ${face.drawer}`,
    `drawee      ${face.drawee}`,
    `payee       ${face.payee}`,
    `sum         ${sumText(billSum(face), token)}, token ${face.token}`,
    `drawn       ${dateOfDay(face.drawnOn)}, ${placeText(face.drawnAt) ?? face.drawnAt}`,
    `due         ${dueText(face)}`,
    `payable at  ${placeText(face.payableAt) ?? face.payableAt}`,
    `document    ${face.document}`,
  ];
}

/** When a face says that it is due, for people. */
export function dueText(face: BillFace): string {
  switch (tenorOf(face)) {
    case "atSight":
      return "at sight";
    case "afterSight":
      return `${face.term} days after sight`;
    case "afterDate":
      return `${face.term} days after date`;
    case "fixedDay":
      return dateOfDay(face.term);
  }
}

function linkText({ from, to, kind, time, units }: Link, index: number): string {
  const part = units === 0 ? "" : `, ${units} units`;
  return `${index + 1}. ${timeText(time)} ${from} to ${to}: ${kindName(kind) ?? `kind ${kind}`}${part}`;
}

function eventText({ time, contract, name, args, transaction }: BillEvent): string {
  const told = Object.entries(args).map(([key, value]) => `${key} ${typeof value === "object" ? "…" : String(value)}`);
  return `${timeText(time)} ${contract}.${name}(${told.join(", ")}) in ${transaction}`;
}

function sumText(amount: bigint, token?: SumToken): string {
  return token === undefined ? `${amount} base units` : `${formatUnits(amount, token.decimals)} ${token.symbol}`;
}

function timeText(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
}
