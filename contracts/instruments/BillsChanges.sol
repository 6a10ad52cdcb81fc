// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Signatures} from "../shared/Signatures.sol";
import {DELIVERED, MOVABLE} from "./BillBits.sol";
import {BillsStops} from "./BillsStops.sol";
import {Faces} from "./Faces.sol";
import {IBills} from "./IBills.sol";
import {IBillsChanges} from "./IBillsChanges.sol";
import {ILots} from "./ILots.sol";
import {Links} from "./Links.sol";

/// @title BillsChanges
/// @notice The specification is `IBillsChanges`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract BillsChanges is BillsStops, EIP712, Relayed, ReentrancyGuardTransient {
    bytes32 private constant NOVATION_TYPEHASH = keccak256(
        "Novation(uint256 from,uint256 to,bytes32 version,uint40 deadline)"
    );
    bytes32 private constant TO_PAPER_TYPEHASH = keccak256(
        "ToPaper(uint256 bill,bytes32 version,bytes32 paper,uint40 deadline)"
    );
    bytes32 private constant FROM_PAPER_TYPEHASH = keccak256(
        "FromPaper(bytes32 paper,uint256 bill,bytes32 links,bool isAccepted,uint40 deadline)"
    );

    mapping(address drawer => mapping(bytes32 paper => Paper)) private _papers;

    /// @param relay trusted ERC-2771 forwarder
    constructor(address relay, ILots lots) BillsStops(lots) EIP712("Tallystick Bills Changes", "1") Relayed(relay) {}

    // ------------------------------------------------------------------------------------------- acts: stop orders

    /// @inheritdoc IBillsChanges
    function replace(IBills.Face calldata face, bytes32 inner) external nonReentrant returns (uint96 security) {
        address claimant = _msgSender();
        security = _replace(face, inner, claimant);
        if (security != 0) Money.pull(face.token, claimant, security);
    }

    /// @inheritdoc IBillsChanges
    function withdraw(address token, address to) external nonReentrant returns (uint256 amount) {
        address account = _msgSender();
        require(to != address(0) && to != address(this), BillsChanges_BadReceiver(to));
        amount = _kept[account][token];
        require(amount != 0, BillsChanges_NothingToWithdraw(account, token));
        delete _kept[account][token];
        emit Withdrawn(account, token, to, amount);
        Money.send(token, to, amount);
    }

    // ---------------------------------------------------------------------------------------------- acts: novation

    /// @inheritdoc IBillsChanges
    function novate(
        IBills.Face calldata face,
        IBills.Face calldata next,
        ILots.Link[] calldata links,
        uint40 deadline,
        bytes[] calldata signatures
    ) external nonReentrant returns (uint256 nextId) {
        _requireInTime(deadline);
        (uint256 id, bool isAccepted, ILots.Lot memory lot) = _changeable(face);
        uint256 root = Links.rootId(address(bills), id);
        require(_lots.isChain(root, 0, links), BillsChanges_BadChain(id));
        nextId = Faces.idOf(address(bills), next);
        bool areSame = next.drawer == face.drawer && next.drawee == face.drawee && next.payee == face.payee;
        require(areSame, BillsChanges_OtherParties(id, nextId));
        bytes32 body = keccak256(abi.encode(NOVATION_TYPEHASH, id, nextId, _lots.versionOf(root), deadline));
        _requireAllSigned(face, isAccepted, links, lot.holder, body, signatures);
        bills.end(id);
        bills.redraw(next, isAccepted);
        _replay(nextId, links);
        emit Novated(id, nextId);
    }

    // ------------------------------------------------------------------------------------------------ acts: medium

    /// @inheritdoc IBillsChanges
    function toPaper(
        IBills.Face calldata face,
        bytes32 paper,
        uint40 deadline,
        bytes[] calldata signatures
    ) external nonReentrant {
        _requireInTime(deadline);
        Paper storage kept = _papers[face.drawer][paper];
        bool isFresh = paper != 0 && kept.holder == address(0) && !kept.isVoid;
        require(isFresh, BillsChanges_BadPaper(face.drawer, paper));
        (uint256 id, bool isAccepted, ILots.Lot memory lot) = _changeable(face);
        bytes32 version = _lots.versionOf(Links.rootId(address(bills), id));
        bytes32 body = keccak256(abi.encode(TO_PAPER_TYPEHASH, id, version, paper, deadline));
        _requireAllSigned(face, isAccepted, _none(), lot.holder, body, signatures);
        kept.holder = lot.holder;
        bills.end(id);
        emit ChangedToPaper(id, paper, lot.holder);
    }

    /// @inheritdoc IBillsChanges
    function fromPaper(
        IBills.Face calldata face,
        bytes32 paper,
        bool isAccepted,
        ILots.Link[] calldata links,
        uint40 deadline,
        bytes[] calldata signatures
    ) external nonReentrant returns (uint256 id) {
        _requireInTime(deadline);
        id = Faces.idOf(address(bills), face);
        address holder = _requirePaperLinks(face, links);
        _useUp(face.drawer, paper, links, holder);
        bytes32 hash = keccak256(abi.encode(links));
        bytes32 body = keccak256(abi.encode(FROM_PAPER_TYPEHASH, paper, id, hash, isAccepted, deadline));
        _requireAllSigned(face, isAccepted, links, holder, body, signatures);
        bills.redraw(face, isAccepted);
        _replay(id, links);
        emit ChangedFromPaper(id, paper, holder);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBillsChanges
    function paperOf(address drawer, bytes32 paper) external view returns (Paper memory) {
        return _papers[drawer][paper];
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev Makes a paper void. Without who took a bill to it, its drawer could bring it back in another's hands.
    function _useUp(address drawer, bytes32 paper, ILots.Link[] calldata links, address holder) private {
        Paper storage kept = _papers[drawer][paper];
        require(paper != 0 && !kept.isVoid, BillsChanges_BadPaper(drawer, paper));
        kept.isVoid = true;
        address taker = kept.holder;
        bool isThere = taker == address(0) || taker == holder;
        for (uint256 i = 0; i < links.length && !isThere; ++i) {
            isThere = links[i].from == taker;
        }
        require(isThere, BillsChanges_NotHis(paper, taker));
    }

    /// @dev Hands the new bill on as the old one was.
    function _replay(uint256 id, ILots.Link[] calldata links) private {
        for (uint256 i = 0; i < links.length; ++i) {
            bills.move(id, 0, links[i].to, links[i].kind, MOVABLE);
        }
    }

    /// @dev A bill that may be changed for another, or for paper. Nothing was paid on it, or its status would be another.
    function _changeable(
        IBills.Face calldata face
    ) private view returns (uint256 id, bool isAccepted, ILots.Lot memory lot) {
        id = Faces.idOf(address(bills), face);
        IBills.Bill memory bill = bills.billOf(id);
        isAccepted = bill.status == IBills.Status.Accepted;
        require(isAccepted || bill.status == IBills.Status.Drawn, BillsChanges_WrongStatus(id, bill.status));
        require(bill.flags & DELIVERED != 0, BillsChanges_NotDelivered(id));
        lot = _lots.lotOf(Links.rootId(address(bills), id));
        bool isWhole = lot.units == face.units && lot.state == MOVABLE;
        require(isWhole, BillsChanges_NotWhole(id, lot.units, lot.state));
    }

    /// @dev Drawer, drawee if he has accepted, givers in order, holder.
    function _requireAllSigned(
        IBills.Face calldata face,
        bool isAccepted,
        ILots.Link[] calldata links,
        address holder,
        bytes32 body,
        bytes[] calldata signatures
    ) private view {
        bytes32 digest = _hashTypedDataV4(body);
        uint256 first = isAccepted ? 2 : 1;
        uint256 wanted = first + links.length + 1;
        require(signatures.length == wanted, BillsChanges_SignaturesMissing(signatures.length, wanted));
        _requireSigned(face.drawer, digest, signatures[0]);
        if (isAccepted) _requireSigned(face.drawee, digest, signatures[1]);
        for (uint256 i = 0; i < links.length; ++i) {
            _requireSigned(links[i].from, digest, signatures[first + i]);
        }
        _requireSigned(holder, digest, signatures[wanted - 1]);
    }

    function _requireSigned(address signer, bytes32 digest, bytes calldata signature) private view {
        require(Signatures.isSignedBy(signer, digest, signature), BillsChanges_NotSigned(signer, digest));
    }

    function _requireInTime(uint40 deadline) private view {
        require(block.timestamp <= deadline, BillsChanges_Expired(deadline, block.timestamp));
    }

    /// @return holder whom the paper's endorsements lead to
    function _requirePaperLinks(
        IBills.Face calldata face,
        ILots.Link[] calldata links
    ) private pure returns (address holder) {
        holder = face.drawer;
        bool isOwn = face.payee == face.drawer;
        require(isOwn || links.length != 0, BillsChanges_BadLink(0));
        for (uint256 i = 0; i < links.length; ++i) {
            ILots.Link calldata link = links[i];
            bool isDelivery = !isOwn && i == 0;
            bool isRight =
                isDelivery
                    ? link.kind == ILots.Kind.Delivered && link.to == face.payee
                    : link.kind == ILots.Kind.WithRecourse ||
                        link.kind == ILots.Kind.WithoutRecourse ||
                        link.kind == ILots.Kind.NoFurther;
            require(isRight && link.from == holder && link.units == 0, BillsChanges_BadLink(i));
            holder = link.to;
        }
    }

    /// @dev No links.
    function _none() private pure returns (ILots.Link[] calldata none) {
        assembly ("memory-safe") {
            none.offset := 0
            none.length := 0
        }
    }

    function _msgSender() internal view override(BillsStops, Relayed) returns (address) {
        return Relayed._msgSender();
    }
}
