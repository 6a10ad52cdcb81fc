// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredentials} from "../../identity/ICredentials.sol";
import {IPolicy} from "../IPolicy.sol";

/// @title CredentialPolicy: admits whoever holds a credential
/// @notice The word for the policy is the credential type; no evidence is needed. It is asked at the purchase only: a
/// right lives on when the credential ends.
contract CredentialPolicy is IPolicy {
    /// @notice Where credentials are looked up.
    ICredentials public immutable credentials;

    constructor(ICredentials credentials_) {
        credentials = credentials_;
    }

    /// @inheritdoc IPolicy
    function admits(uint256, address reader, bytes32 data, bytes calldata) external view returns (bool) {
        return credentials.hasCredential(data, reader);
    }
}
