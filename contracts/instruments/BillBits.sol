// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// What the bits of bills, their lots and laws mean, for all contracts that read them.

// Clauses of a face (`IBills.Face`).
uint8 constant NOT_TO_ORDER = 1;
uint8 constant NO_PROTEST = 2;
uint8 constant NO_PRESENTMENT = 4;

// Flags of a bill (`IBills.Bill`): the drawee has accepted, all or a part.
uint8 constant ACCEPTED = 1;
// He has accepted a part.
uint8 constant PART = 2;
// The payee holds it, or has held it.
uint8 constant DELIVERED = 4;
// Interest was paid on it.
uint8 constant LATE = 8;
// It was presented for acceptance, and not accepted.
uint8 constant REFUSED = 16;
// What was not accepted of it was taken up, so only what was is to be paid.
uint8 constant REST = 32;

// States of a lot.
uint8 constant IN_BLANK = 1;
uint8 constant WITH_AGENT = 2;
uint8 constant PLEDGED = 4;
// By the court that the face names.
uint8 constant STOPPED = 8;
// As in `Lots`.
uint8 constant MOVABLE = 128;

// What a law permits (`IRuleSets.Rules`).
uint8 constant BLANKS = 1;
uint8 constant PART_ACCEPTANCE = 2;
