// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PolicyMock} from "../../contracts/mocks/PolicyMock.sol";
import {AllOfPolicy} from "../../contracts/market/policies/AllOfPolicy.sol";
import {AllowListPolicy} from "../../contracts/market/policies/AllowListPolicy.sol";
import {AnyOfPolicy} from "../../contracts/market/policies/AnyOfPolicy.sol";
import {Combination} from "../../contracts/market/policies/Combination.sol";
import {Base} from "./Base.sol";

contract MarketPoliciesTest is Base {
    AllOfPolicy private immutable _all = new AllOfPolicy();
    AnyOfPolicy private immutable _any = new AnyOfPolicy();
    AllowListPolicy private immutable _list = new AllowListPolicy();
    address private immutable _mock = address(new PolicyMock());

    function test_MKT_36_isTheConjunctionAndTheDisjunction(bool[8] memory answers, uint256 count) public view {
        count = bound(count, 1, 8);
        Combination.Member[] memory members = new Combination.Member[](count);
        bytes[] memory evidences = new bytes[](count);
        (bool every, bool some) = (true, false);
        for (uint256 i = 0; i < count; ++i) {
            members[i] = Combination.Member(_mock, bytes32(i));
            evidences[i] = abi.encode(answers[i]);
            every = every && answers[i];
            some = some || answers[i];
        }
        bytes memory evidence = abi.encode(members, evidences);
        bytes32 data = _all.dataOf(members);
        require(_all.admits(0, address(0), data, evidence) == every, "all of");
        require(_any.admits(0, address(0), data, evidence) == some, "any of");
    }

    function test_MKT_36_deniesByAnotherWord(bytes32 data, bytes32 memberData) public view {
        Combination.Member[] memory members = new Combination.Member[](1);
        members[0] = Combination.Member(_mock, memberData);
        vm.assume(data != _any.dataOf(members));
        bytes[] memory evidences = new bytes[](1);
        evidences[0] = abi.encode(true);
        require(!_any.admits(0, address(0), data, abi.encode(members, evidences)), "another word");
    }

    function test_MKT_35_admitsItsAccountAlone(address account, address other, bytes32[] memory siblings) public view {
        vm.assume(account != other);
        bytes32 root = _list.leafOf(account);
        for (uint256 i = 0; i < siblings.length; ++i) {
            (bytes32 low, bytes32 high) = root < siblings[i] ? (root, siblings[i]) : (siblings[i], root);
            root = keccak256(abi.encode(low, high));
        }
        require(_list.admits(0, account, root, abi.encode(siblings)), "its account");
        require(!_list.admits(0, other, root, abi.encode(siblings)), "another account");
    }
}
