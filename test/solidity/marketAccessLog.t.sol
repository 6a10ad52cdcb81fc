// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessLog} from "../../contracts/market/AccessLog.sol";
import {IAccessLog} from "../../contracts/market/IAccessLog.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";

contract MarketAccessLogTest is Base {
    uint256 private constant START = 1_790_000_000;
    uint256 private constant KEY = 0xA11CE;

    AccessLog private immutable _log = new AccessLog(address(0x3A7), address(0xFACADE));
    address private immutable _keeper = vm.addr(KEY);

    /// @dev Anchors periods of these lengths, each with one receipt in its last second, and returns where they stand.
    function _anchorAll(uint16[] memory lengths) private returns (IAccessLog.Place[] memory places) {
        places = new IAccessLog.Place[](lengths.length);
        uint40 from = 0;
        uint184 head = 0;
        for (uint256 i = 0; i < lengths.length; ++i) {
            uint40 through = from + 1 + lengths[i];
            bytes32 root = _log.receiptDigest(_receiptAt(through));
            vm.prank(_keeper);
            uint32 number = _log.anchor(root, through);
            places[i] = IAccessLog.Place(number, from, through, root, head, new bytes32[](0), new bytes32[](0));
            head = _log.logOf(_keeper).head;
            from = through;
        }
    }

    function _later(IAccessLog.Place[] memory places, uint256 index) private pure returns (bytes32[] memory later) {
        later = new bytes32[](places.length - index - 1);
        for (uint256 i = 0; i < later.length; ++i) {
            IAccessLog.Place memory place = places[index + 1 + i];
            later[i] = keccak256(abi.encode(place.number, place.from, place.through, place.root));
        }
    }

    function _receiptAt(uint256 time) private pure returns (IAccessLog.Receipt memory) {
        return IAccessLog.Receipt(bytes32(time), time % 2 == 0, "a code", uint64(time), 7);
    }

    function _sign(IAccessLog.Receipt memory receipt) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, _log.receiptDigest(receipt));
        return abi.encodePacked(r, s, v);
    }

    function test_MKT_40_everyAnchorIsProvableInItsPeriodAlone(uint16[] memory lengths, uint256 which) public {
        vm.assume(lengths.length != 0 && lengths.length < 64);
        vm.warp(START);
        IAccessLog.Place[] memory places = _anchorAll(lengths);
        uint256 index = bound(which, 0, places.length - 1);
        IAccessLog.Place memory place = places[index];
        place.later = _later(places, index);
        IAccessLog.Receipt memory receipt = _receiptAt(place.through);
        (bool granted, ) = _log.proveAnswer(_keeper, receipt, _sign(receipt), place);
        require(granted == receipt.granted, "another answer");
        receipt.time += 1;
        bytes memory signature = _sign(receipt);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessLog.AccessLog_NotInPeriod.selector, receipt.time, place.from, place.through)
        );
        _log.proveAnswer(_keeper, receipt, signature, place);
    }

    function test_MKT_39_everySecondUpToTheLastAnchorIsCoveredOnce(uint16[] memory lengths, uint32 time) public {
        vm.assume(lengths.length != 0 && lengths.length < 64);
        vm.warp(START);
        IAccessLog.Place[] memory places = _anchorAll(lengths);
        uint256 last = places[places.length - 1].through;
        time = uint32(bound(time, 1, last));
        uint256 covering = 0;
        for (uint256 i = 0; i < places.length; ++i) {
            if (time > places[i].from && time <= places[i].through) ++covering;
        }
        assertEqual(covering, 1, "periods of a second");
        assertEqual(_log.logOf(_keeper).through, last, "through");
        assertEqual(_log.logOf(_keeper).number, places.length, "number");
        IAccessLog.Receipt memory receipt = _receiptAt(time);
        _log.accuse(_keeper, receipt, _sign(receipt));
    }
}
