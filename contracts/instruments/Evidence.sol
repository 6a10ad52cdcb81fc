// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredentials} from "../identity/ICredentials.sol";
import {IOrganisations} from "../identity/IOrganisations.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IEvidence} from "./IEvidence.sol";
import {IReceivables} from "./IReceivables.sol";

/// @title Evidence
/// @notice The specification is `IEvidence`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Evidence is IEvidence, Relayed {
    /// @notice Credential of who moves and stores goods.
    bytes32 public constant LOGISTICS = keccak256("tallystick.logistics");
    /// @notice Credential of a bank.
    bytes32 public constant BANK = keccak256("tallystick.bank");

    IReceivables public immutable receivables;
    ICredentials public immutable credentials;
    IOrganisations public immutable organisations;

    mapping(uint256 id => uint8 streams) private _streams;

    constructor(
        IReceivables receivables_,
        ICredentials credentials_,
        IOrganisations organisations_,
        address relay
    ) Relayed(relay) {
        (receivables, credentials, organisations) = (receivables_, credentials_, organisations_);
    }

    /// @inheritdoc IEvidence
    function attest(IReceivables.Terms calldata terms, Stream stream, bytes32 evidence, bytes32 org) external {
        uint256 id = receivables.receivableId(terms.debtor, terms.creditor, terms.number);
        _requireOpen(id, receivables.statusOf(terms));
        require(evidence != 0, Evidence_NothingSaid(id));
        address caller = _msgSender();
        address party = org == 0 ? caller : _ownerOf(org, stream, caller);
        require(isInRole(terms, stream, party), Evidence_NotInRole(stream, party));
        _streams[id] |= uint8(1) << uint8(stream);
        emit Attested(id, stream, party, caller, evidence);
    }

    /// @inheritdoc IEvidence
    function streamsOf(uint256 id) external view returns (uint8 streams) {
        return _streams[id];
    }

    /// @inheritdoc IEvidence
    function isInRole(IReceivables.Terms calldata terms, Stream stream, address party) public view returns (bool) {
        if (stream == Stream.Information) return party == terms.creditor || party == terms.debtor;
        if (stream == Stream.Commercial) return party == terms.creditor;
        return credentials.hasCredential(stream == Stream.Logistics ? LOGISTICS : BANK, party);
    }

    function _ownerOf(bytes32 org, Stream stream, address member) private view returns (address) {
        uint216 role = uint216(1) << (uint8(stream) + 1);
        require(organisations.hasRole(org, member, role), Evidence_NotInRole(stream, member));
        return organisations.organisationOf(org).owner;
    }

    function _requireOpen(uint256 id, IReceivables.Status status) private pure {
        bool isOpen =
            status != IReceivables.Status.None &&
                status != IReceivables.Status.Void &&
                status != IReceivables.Status.Paid;
        require(isOpen, Evidence_WrongStatus(id, status));
    }
}
