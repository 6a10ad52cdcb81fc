// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

// JSON is full of double quotes.
// solhint-disable quotes

/// @title PassText: what a pass looks like in a wallet
/// @notice Made of numbers alone: nothing that somebody wrote gets in, so nothing needs escaping.
library PassText {
    using Strings for uint256;

    /// @notice Link that holds the pass's JSON.
    /// @param endTime zero: without end
    function uri(
        address market,
        uint256 dataset,
        uint256 startTime,
        uint256 endTime
    ) internal view returns (string memory) {
        string memory id = dataset.toHexString(32);
        bytes memory json = abi.encodePacked(
            '{"name":"Pass to data set ',
            _short(id),
            '","description":"Shows its holder\'s right to read a data set, and ends with it. It can not be transferred.",',
            '"image":"data:image/svg+xml;base64,',
            Base64.encode(_picture(id, endTime)),
            '","attributes":[{"trait_type":"Data set","value":"',
            id,
            '"},{"trait_type":"Market","value":"eip155:',
            block.chainid.toString(),
            ":",
            Strings.toChecksumHexString(market),
            '"},',
            _times(startTime, endTime),
            "]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    /// @notice A second as a date, UTC: 2026-11-26.
    /// @dev Counts in years that begin in March, so that the leap day is a year's last: of the 146,097 days of 400 years
    /// and 1,461 of four, the months from March on begin at day (153 m + 2) / 5.
    function date(uint256 time) internal pure returns (string memory) {
        // Days since 1 March of the year 0.
        uint256 day = time / 1 days + 719_468;
        uint256 era = day / 146_097;
        day -= era * 146_097;
        uint256 year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        day -= 365 * year + year / 4 - year / 100;
        uint256 month = (5 * day + 2) / 153;
        day -= (153 * month + 2) / 5;
        if (month < 10) month += 3;
        else (month, year) = (month - 9, year + 1);
        return string.concat((year + era * 400).toString(), "-", _twoDigits(month), "-", _twoDigits(day + 1));
    }

    function _twoDigits(uint256 number) private pure returns (string memory) {
        return string.concat(number < 10 ? "0" : "", number.toString());
    }

    function _end(uint256 endTime) private pure returns (string memory) {
        return endTime == 0 ? "without end" : string.concat("until ", date(endTime));
    }

    function _times(uint256 startTime, uint256 endTime) private pure returns (bytes memory) {
        bytes memory begin = abi.encodePacked(
            '{"trait_type":"Minted","display_type":"date","value":',
            startTime.toString(),
            '},{"trait_type":"End","value":"'
        );
        if (endTime == 0) return abi.encodePacked(begin, 'none"}');
        return
            abi.encodePacked(
                begin,
                date(endTime),
                '"},{"trait_type":"End time","display_type":"date","value":',
                endTime.toString(),
                "}"
            );
    }

    /// @dev The tally's two halves, and under them what it stands for.
    function _picture(string memory id, uint256 endTime) private pure returns (bytes memory) {
        return
            abi.encodePacked(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" font-family="monospace" fill="#1c1917">',
                '<path fill="#f5f0e6" d="M0 0h320v320H0z"/><path fill="#b08d57" d="M40 96h240v22H40z"/>',
                '<path fill="#8a6a3b" d="M40 122h240v22H40z"/>',
                '<path fill="#f5f0e6" d="M88 96h6v48h-6zM104 96h6v48h-6zM120 96h6v48h-6zM200 96h6v48h-6z"/>',
                '<text x="40" y="200" font-size="22">',
                _short(id),
                '</text><text x="40" y="236" font-size="18">',
                _end(endTime),
                "</text></svg>"
            );
    }

    /// @dev 0x12345678…9abcdef0
    function _short(string memory id) private pure returns (string memory) {
        bytes memory whole = bytes(id);
        bytes memory head = new bytes(10);
        bytes memory tail = new bytes(8);
        for (uint256 i = 0; i < 10; ++i) head[i] = whole[i];
        for (uint256 i = 0; i < 8; ++i) tail[i] = whole[whole.length - 8 + i];
        return string.concat(string(head), unicode"…", string(tail));
    }
}
