// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";

/// @title Lots: who holds what part of a claim, and how it came to him
/// @notice A root claim is a package of numbered units; a lot is an interval of them with exactly one holder. Lots are
/// handed on whole or divided, and every handing on leaves a link in a rolling hash, so that it costs the same at any
/// length of the chain, and whoever needs a link later proves it with calldata.
/// @dev States of a lot:
///
/// | state       | act                               | next  | who |
/// |-------------|-----------------------------------|-------|-----|
/// | none        | `open`                            | held  | an instrument, for a root of its own |
/// | held        | `endorse`, `transfer`             | held, by another | the holder |
/// | held        | `transferFrom`                    | held, by another | his operator; who he approved |
/// | held        | `divide`                          | held; each part is a new lot, held | the holder |
/// | held        | `endorseFrom`, `endorseIf`, `divideFrom` | as `endorse`, `divide` | his operator; who he approved |
/// | held (two)  | `merge`                           | one held, one none | their holder |
/// | held        | `takeBack`                        | held, by who gave a link | its instrument |
/// | held        | `takeUp`                          | held, by who paid for a link's giver | its instrument |
/// | held        | `move`                            | held, by another | its instrument |
/// | held        | `shorten`                         | held, or none with the last unit | its instrument |
/// | held        | `setState`, `setMark`             | held  | its instrument |
///
/// Any contract is an instrument for the roots that it opens, and for these and their parts alone: a root's id is
/// `H(instrument, key)`. Nobody appoints instruments, and nobody else has a power over lots. What a lot is worth is what
/// its instrument makes of it.
///
/// Chain of a lot: `roll` is its id until it is endorsed for the first time, and then
/// `H(roll, from, to, kind, time)` after each endorsement. The id of a part is `H(root, inner)`, where
/// `inner = H(parent's roll, from, to, kind, time, start, units)`: so an id proves which chain it continues, and a part
/// needs one slot until it is endorsed itself. A root's `inner` is zero.
///
/// ERC-6909: `balanceOf(owner, id)` is the lot's units if he holds it. A lot moves whole or not at all, without a
/// receiver hook and, that way, without recourse. An approval is for the lot as it is: with the next link it is void.
interface ILots is IERC6909 {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice A lot: one slot.
    /// @param holder zero: there is no such lot, or no longer
    /// @param start number of the first unit
    /// @param units how many; the last is number `start + units - 1`
    /// @param state `MOVABLE`, `CAPPED` and six bits of the instrument's own; parts inherit it
    /// @param serial how often it was handed on, its parents' times included, from what the root began with; at 255 it
    /// stays, or, if the lot is capped, the lot does
    struct Lot {
        address holder;
        uint40 start;
        uint40 units;
        uint8 state;
        uint8 serial;
    }

    /// @notice What a link makes of who gave it.
    /// @dev `Division` parts a lot among one holder; `TakenUp` says that a liable party paid and holds again. Those after
    /// it are left by the instrument alone, by `move`, and mean what it says.
    enum Kind {
        None,
        WithRecourse,
        WithoutRecourse,
        Division,
        TakenUp,
        Delivered,
        NoFurther,
        InBlank,
        Collection,
        Pledge,
        Returned,
        Replaced
    }

    /// @notice What a lot is divided into; the rest stays where it is.
    /// @param to who holds the part; the holder himself: kind must be `Division`
    /// @param units how many, cut off the end
    struct Part {
        address to;
        uint40 units;
        Kind kind;
    }

    /// @notice A link, as calldata proves it.
    /// @param units zero: an endorsement; else the part's when it was made, from `start` on
    struct Link {
        address from;
        address to;
        Kind kind;
        uint40 time;
        uint40 start;
        uint40 units;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @param key by which the instrument knows the root
    event Opened(
        uint256 indexed id,
        address indexed instrument,
        address indexed holder,
        uint256 key,
        uint40 units,
        uint8 state,
        uint8 serial
    );
    event StateSet(uint256 indexed id, uint8 state);
    event Shortened(uint256 indexed id, uint40 units);
    /// @param roll of the lot from now on; its time is the block's
    event Endorsed(uint256 indexed id, address indexed from, address indexed to, Kind kind, bytes32 roll);
    /// @param id of the part; its time is the block's
    event Divided(
        uint256 indexed parent,
        uint256 indexed id,
        address indexed to,
        address from,
        Kind kind,
        uint40 start,
        uint40 units,
        bytes32 inner
    );
    /// @notice `other` is a part of `id` again.
    event Merged(uint256 indexed id, uint256 indexed other, uint40 start, uint40 units);

    // ----------------------------------------------------------------------------------------------------- errors

    error Lots_NotHolder(uint256 id, address caller);
    error Lots_NotTransferable(uint256 id, uint8 state);
    /// @notice A lot goes to nobody, to this contract, to an instrument, or to who has it already.
    error Lots_BadReceiver(uint256 id, address to);
    /// @notice The lot was handed on as often as it may be.
    error Lots_TooDeep(uint256 id);
    error Lots_BadKind(uint256 id, Kind kind);
    /// @notice A part of nothing, or more than there is, or a lot that does not go whole.
    error Lots_BadUnits(uint256 id, uint256 units, uint40 available);
    error Lots_Exists(uint256 id);
    error Lots_NoParts(uint256 id);
    /// @notice The holder of a part of the same lot, handed on in the same second, is not the same, or they do not touch.
    error Lots_NotNeighbours(uint256 id, uint256 other);
    /// @notice The lot was endorsed since it was made, so its chain is its own.
    error Lots_Endorsed(uint256 id);
    /// @notice State or mark of the two differ.
    error Lots_Unlike(uint256 id, uint256 other);
    error Lots_NotApproved(uint256 id, address spender, uint256 allowance);
    /// @notice These links do not lead from the root to the lot.
    error Lots_BadChain(uint256 id);

    // ------------------------------------------------------------------------------------------------ acts: holders

    /// @notice Hands a whole lot on. Only its holder.
    /// @param kind `WithRecourse` or `WithoutRecourse`
    function endorse(uint256 id, address to, Kind kind) external;

    /// @notice Cuts parts off the end of a lot, each handed to whom it names, first part last. Only its holder.
    /// @param root,inner what the lot's id is made of; a root's `inner` is zero
    /// @return ids of the parts
    function divide(uint256 root, bytes32 inner, Part[] calldata parts) external returns (uint256[] memory ids);

    /// @notice As `endorse`, for the holder `from`. Only his operator, or who he approved for all its units.
    function endorseFrom(address from, uint256 id, address to, Kind kind) external;

    /// @notice As `endorseFrom`, if the lot is what a signature said of it; otherwise nothing happens.
    /// @param version `versionOf` then
    /// @return isSame whether it is, and was handed on
    function endorseIf(address from, uint256 id, bytes32 version, address to, Kind kind) external returns (bool isSame);

    /// @notice As `divide`, for the holder `from`. Only his operator, or who he approved for as many units as are cut off;
    /// the approval falls by them, unless it has no limit.
    function divideFrom(
        address from,
        uint256 root,
        bytes32 inner,
        Part[] calldata parts
    ) external returns (uint256[] memory ids);

    /// @notice Joins two neighbours that came from one lot in one act, by one giver, kind and second, and were not
    /// endorsed since: their chains are identical. Only their holder.
    /// @param parentRoll the parent's roll when they were made
    /// @param first,second their links; `second` begins where `first` ends
    /// @return id of `first`, longer now
    function merge(
        uint256 root,
        bytes32 parentRoll,
        Link calldata first,
        Link calldata second
    ) external returns (uint256 id);

    // -------------------------------------------------------------------------------------------- acts: instruments

    /// @notice Makes the caller's root `key` a lot. An instrument uses a key once.
    /// @return id equal to `rootId(caller, key)`
    function open(uint256 key, address holder, uint40 units, uint8 state, uint8 serial) external returns (uint256 id);

    function setState(uint256 key, bytes32 inner, uint8 state) external;

    /// @notice Keeps a word with a lot. Parts inherit it; lots merge only if it is the same.
    function setMark(uint256 key, bytes32 inner, uint256 mark) external;

    /// @notice Cuts units off the end, for ever.
    function shorten(uint256 key, bytes32 inner, uint40 units) external;

    /// @notice Gives a lot back to who gave the link `index`; the links from there on are void, and one of kind `TakenUp`
    /// stands for them.
    /// @param links all from the root to the lot
    function takeBack(uint256 key, bytes32 inner, Link[] calldata links, uint256 index) external;

    /// @notice Gives a lot to who paid its holder: the links from `count` on are void, one of kind `TakenUp` stands for them, and
    /// those before stay, so that their givers answer to him.
    /// @param links all from the root to the lot
    function takeUp(uint256 key, bytes32 inner, Link[] calldata links, uint256 count, address to, uint8 state) external;

    /// @notice Hands a whole lot on in its holder's name, movable or not, and gives it a state. That he wants it is for the
    /// instrument to make sure.
    /// @param kind any but `Division` and `TakenUp`
    function move(uint256 key, bytes32 inner, address to, Kind kind, uint8 state) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whether these are all links from a root to a lot.
    function isChain(uint256 root, bytes32 inner, Link[] calldata links) external view returns (bool);

    function rootId(address instrument, uint256 key) external pure returns (uint256 id);

    function markOf(uint256 id) external view returns (uint256 mark);

    function lotOf(uint256 id) external view returns (Lot memory lot);

    /// @notice Hash of all links of a lot.
    function rollOf(uint256 id) external view returns (bytes32 roll);

    /// @notice Hash of what a lot is now, its chain included: what a signature about it names, so that it dies with the
    /// next change.
    function versionOf(uint256 id) external view returns (bytes32 version);

    /// @notice Roll after these links from the root on; the first `count` of them.
    function rollAfter(uint256 root, Link[] calldata links, uint256 count) external pure returns (bytes32 roll);

    /// @notice Id of a part, by what it came from.
    function partId(uint256 root, bytes32 parentRoll, Link calldata link) external pure returns (uint256 id);
}
