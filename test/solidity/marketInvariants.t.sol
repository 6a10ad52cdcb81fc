// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "../../contracts/market/IAccess.sol";
import {Market} from "../../contracts/market/Market.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {MarketDeskHandler} from "./marketDeskHandler.sol";
import {MarketModel} from "./marketModel.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract MarketActs is MarketDeskHandler {}

/// @notice What holds after any sequence of acts. The handler's model keeps a second account.
/// @dev 25,600 calls an invariant, 230,400 in all.
/// forge-config: default.invariant.depth = 400
contract MarketInvariants is Base {
    MarketActs private _handler;
    Market private _market;

    error MarketInvariants_Differs(string what);

    function setUp() public {
        _handler = new MarketActs();
        _market = _handler.market();
        _target(address(_handler));
    }

    /// @notice MKT-23, MKT-25, MKT-26, MKT-27, MKT-28, MKT-56 to MKT-71: every act does or refuses what the model says.
    function invariant_MKT_26_actsAsTheModel() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, MarketInvariants_Differs(what));
    }

    function invariant_MKT_30_holdsExactlyWhatItOwes() public view {
        uint256 owed = _market.creditOf(_market.treasury(), address(_handler.token()));
        for (uint256 i = 0; i < _handler.actorsCount(); ++i) {
            owed += _market.creditOf(_handler.actors(i), address(_handler.token()));
        }
        bytes32[] memory ids = _handler.ids();
        for (uint256 i = 0; i < ids.length; ++i) {
            (IAccess.OfferState memory state, IAccess.Held memory held) = _market.offerState(ids[i]);
            owed += state.credit + held.current + held.previous;
        }
        assertEqual(_handler.token().balanceOf(address(_market)), owed, "what it holds");
    }

    function invariant_MKT_30_paidInIsSentOutOrHeld() public view {
        uint256 paid = _handler.paidIn() + _handler.broughtIn();
        assertEqual(_handler.sentOut() + _handler.token().balanceOf(address(_market)), paid, "sent out and still here");
    }

    function invariant_MKT_58_creditsAreDepositsRefundsAndFees() public view {
        address token = address(_handler.token());
        address treasury = _market.treasury();
        assertEqual(_market.creditOf(treasury, token), _handler.credits(treasury), "the treasury's credit");
        for (uint256 i = 0; i < _handler.actorsCount(); ++i) {
            address actor = _handler.actors(i);
            assertEqual(_market.creditOf(actor, token), _handler.credits(actor), "an account's credit");
        }
    }

    function invariant_MKT_61_theDeskHoldsNothing() public view {
        address desk = _market.desk();
        assertEqual(_handler.token().balanceOf(desk), 0, "the desk's money");
        assertEqual(_handler.token().allowance(desk, address(_market)), 0, "the desk's allowance");
        assertEqual(_market.creditOf(desk, address(_handler.token())), 0, "the desk's credit");
    }

    function invariant_MKT_09_neverSellsMoreThanTheLimit() public view {
        bytes32[] memory ids = _handler.ids();
        for (uint256 i = 0; i < ids.length; ++i) {
            (IAccess.OfferState memory state, ) = _market.offerState(ids[i]);
            assertEqual(state.sold, _handler.sold(i), "sales");
            uint32 most = _handler.limitOf(i);
            require(most == 0 || state.sold <= most, MarketInvariants_Differs("more sales than the limit"));
        }
    }

    function invariant_MKT_03_versionsOnlyGrow() public view {
        for (uint256 i = 0; i < 2; ++i) {
            uint256 dataset = _handler.datasets(i);
            (uint16 versions, ) = _market.versionsOf(dataset);
            assertEqual(versions, _handler.versions(dataset), "versions");
        }
    }

    /// @notice No right ends sooner but by refund, renunciation or revocation; nobody has access without a purchase.
    function invariant_MKT_21_accessIsWhatWasBoughtOrGranted() public view {
        for (uint256 i = 0; i < 2; ++i) {
            uint256 dataset = _handler.datasets(i);
            for (uint256 j = 0; j < _handler.actorsCount(); ++j) {
                address reader = _handler.actors(j);
                uint40 until = _handler.untils(dataset, reader);
                assertEqual(_market.expiresAt(dataset, reader), until, "end of a right");
                require(
                    _market.hasAccess(dataset, reader) == (until > block.timestamp),
                    MarketInvariants_Differs("access")
                );
            }
            require(!_market.hasAccess(dataset, address(0xBAD)), MarketInvariants_Differs("a stranger's access"));
        }
    }

    /// @notice The money of every open window is held: the seller can't collect it.
    function invariant_MKT_24_holdsTheMoneyOfOpenWindows() public view {
        bytes32[] memory ids = _handler.ids();
        uint256[] memory open = new uint256[](ids.length);
        for (uint256 i = 0; i < 2; ++i) {
            for (uint256 j = 0; j < _handler.actorsCount(); ++j) {
                MarketModel.Made[] memory made = _handler.stackOf(_handler.datasets(i), _handler.actors(j));
                for (uint256 k = 0; k < made.length; ++k) _addOpen(open, made[k]);
            }
        }
        for (uint256 i = 0; i < open.length; ++i) {
            (, IAccess.Held memory held) = _market.offerState(ids[i]);
            require(
                uint256(held.current) + held.previous >= open[i],
                MarketInvariants_Differs("money of open windows")
            );
        }
    }

    function _addOpen(uint256[] memory open, MarketModel.Made memory made) private view {
        if (made.offer == 0) return;
        uint256 window = _handler.windowOf(made.offer - 1);
        if (made.purchase.boughtAt + window > block.timestamp) open[made.offer - 1] += made.purchase.paid;
    }
}
