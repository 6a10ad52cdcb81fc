// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IBallots: how votes are given and counted
/// @notice Support is 0 against, 1 for, 2 abstain, 255 split; 3 to 254 are free for later kinds of ballots. A split's
/// parameters are three packed uint128: power against, for, abstaining, together at most the voter's. For and abstain
/// count towards the quorum; more for than against wins.
///
/// | state of (proposal, voter) | act                                                    | next      |
/// |----------------------------|--------------------------------------------------------|-----------|
/// | none                       | vote, by himself or by a signed ballot                 | voted     |
/// | none                       | `withdrawBallots`                                      | withdrawn |
/// | withdrawn                  | vote by himself (or through the relay)                 | voted     |
/// | voted                      | vote by himself, before the last tenth of the period   | voted     |
///
/// A signed ballot is a voter's first for its proposal or nothing: so it needs no nonce, and none can undo a later change
/// of mind. It names proposal, voter and deadline; the domain names chain and governor.
interface IBallots {
    /// @notice A signed ballot of the commonest form: for, against or abstain, by a key. Three words of calldata.
    /// @param head voter, from the low bits up: 160 bits; support: 8; deadline: 48
    /// @param r of the signature, and `vs` (EIP-2098), of `RelayedBallot(uint256 proposalId,address voter,uint8 support,
    /// bytes params,uint256 deadline)`; `params` is empty
    struct Slip {
        uint256 head;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice A signed ballot of any form.
    /// @param deadline last second in which it may be included
    /// @param params of a split; else empty
    /// @param signature of `RelayedBallot`: 65 bytes, 64 bytes (EIP-2098), or what a contract wallet takes (ERC-1271)
    struct Ballot {
        address voter;
        uint8 support;
        uint48 deadline;
        bytes params;
        bytes signature;
    }

    /// @notice Ballots for one proposal. Cheapest in the order of the voters' indexes.
    struct Sheet {
        uint256 proposalId;
        Slip[] slips;
        Ballot[] ballots;
    }

    /// @notice Why a ballot was not counted.
    enum Skip {
        None,
        NotActive,
        Late,
        BadVote,
        AlreadyVoted,
        BadSignature,
        NoPower
    }

    event BallotSkipped(uint256 indexed proposalId, address indexed voter, Skip reason);
    event BallotsWithdrawn(uint256 indexed proposalId, address indexed voter);

    error Ballots_NoPower(uint256 proposalId, address voter);
    /// @notice A voter changes his vote in the last tenth of the period.
    error Ballots_ChangeTooLate(uint256 proposalId, address voter, uint256 closedAt);
    error Ballots_LengthsDiffer(uint256 proposals, uint256 votes);
    error Ballots_AlreadyVoted(uint256 proposalId, address voter);

    /// @notice Counts many voters' signed ballots. Anyone. Each that can't be counted is skipped and named in
    /// `BallotSkipped`; none hinders the others. A contract wallet is asked with at most `WALLET_GAS`.
    /// @return counted how many were
    function castBallots(Sheet[] calldata sheets) external returns (uint256 counted);

    /// @notice Votes on several proposals at once, as `castVote` on each.
    function castVotes(uint256[] calldata proposalIds, uint8[] calldata votes) external;

    /// @notice Makes all of the caller's signed ballots for a proposal void that are not included yet, those that he signs
    /// later too. He may still vote himself. Reverts if he has voted.
    function withdrawBallots(uint256 proposalId) external;

    /// @notice Power counted so far.
    function proposalVotes(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice What of a voter's power is in the tally: all zero if he has not voted.
    function ballotOf(
        uint256 proposalId,
        address voter
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice Whether a voter's signed ballots for a proposal are void.
    function hasWithdrawn(uint256 proposalId, address voter) external view returns (bool);

    /// @notice A voter's place in the words of receipts, from 1; zero: he has never voted.
    function voterIndex(address voter) external view returns (uint256);

    /// @notice Since when a vote can't be changed any more.
    function changesCloseAt(uint256 proposalId) external view returns (uint256);
}
