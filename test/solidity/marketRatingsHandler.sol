// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccess} from "../../contracts/market/IAccess.sol";
import {IDatasets} from "../../contracts/market/IDatasets.sol";
import {Market} from "../../contracts/market/Market.sol";
import {Ratings} from "../../contracts/market/Ratings.sol";
import {TokenMock} from "../../contracts/mocks/TokenMock.sol";
import {Base} from "./Base.sol";

/// @notice Purchases, grants, what undoes them, and ratings of any of them in any order; and a second account: each
/// reader's purchases as a list, each rating by itself.
abstract contract MarketRatingsHandler is Base {
    uint256 internal constant READERS = 4;
    uint32 private constant WINDOW = 1 days;

    struct Made {
        IAccess.Purchase purchase;
        // Offer's place in the list, plus one; zero: a grant.
        uint256 offer;
    }

    struct Rating {
        address reader;
        uint160 receipt;
        bool paid;
        uint8 stars;
    }

    Market public immutable market;
    Ratings public immutable ratings;
    uint256 public immutable dataset;
    /// @notice What ratings did and the model would not have.
    string public difference;

    // The first sells, and may give the data set away to the second and back.
    address[READERS] private _readers = [address(0x3001), address(0x3002), address(0x3003), address(0x3004)];
    IAccess.Terms[] private _offers;
    mapping(address reader => Made[]) private _stacks;
    Rating[] private _ratings;
    mapping(address reader => mapping(uint160 receipt => uint256 place)) private _places;

    constructor() {
        vm.warp(1_790_000_000);
        market = new Market(address(new AccessManager(address(this))), address(0xDA0), address(0xFACADE));
        ratings = new Ratings(IAccess(address(market)), address(0xFACADE));
        TokenMock token = new TokenMock();
        for (uint256 i = 0; i < READERS; ++i) {
            token.mint(_readers[i], 1e30);
            vm.prank(_readers[i]);
            token.approve(address(market), type(uint256).max);
        }
        vm.prank(_readers[0]);
        dataset = market.publish(0, IDatasets.Anchor(bytes32(uint256(1)), bytes32(uint256(1)), 1, bytes32(uint256(1))));
        _offer(address(token), 1_000, 0, 0);
        _offer(address(0), 0, 0, 1);
        _offer(address(token), 500, WINDOW, 2);
        _offer(address(0), 0, WINDOW, 3);
    }

    // ------------------------------------------------------------------------------------------------------ reading

    /// @notice The ratings' totals, counted one by one.
    function counted()
        external
        view
        returns (uint256 paidCount, uint256 paidStars, uint256 freeCount, uint256 freeStars)
    {
        for (uint256 i = 0; i < _ratings.length; ++i) {
            if (_ratings[i].paid) (paidCount, paidStars) = (paidCount + 1, paidStars + _ratings[i].stars);
            else (freeCount, freeStars) = (freeCount + 1, freeStars + _ratings[i].stars);
        }
    }

    function ratingCount() external view returns (uint256) {
        return _ratings.length;
    }

    function rating(uint256 index) external view returns (Rating memory) {
        return _ratings[index];
    }

    // ---------------------------------------------------------------------------------------------------- the world

    function passTime(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 0, 3 days));
    }

    /// @dev The owner is now one, now the other.
    function giveAway(uint256 seldom) external {
        if (seldom % 16 != 0) return;
        address owner = market.ownerOf(dataset);
        vm.prank(owner);
        market.transferFrom(owner, owner == _readers[0] ? _readers[1] : _readers[0], dataset);
    }

    function buy(uint256 which, uint256 by, uint256 for_) external {
        which %= _offers.length;
        IAccess.Terms memory terms = _offers[which];
        (address payer, address reader) = (_readers[by % READERS], _readers[for_ % READERS]);
        (IAccess.Right memory right, uint256 previous) = market.rightOf(dataset, reader);
        uint40 time = uint40(block.timestamp);
        uint40 from = right.until > time ? right.until : time;
        vm.prank(payer);
        try market.buy(terms, reader, "") {
            bytes32 id = market.offerId(terms);
            _stacks[reader].push(Made(IAccess.Purchase(previous, id, payer, terms.price, time, from), which + 1));
        } catch {}
    }

    function grant(uint256 to, uint256 seldom) external {
        if (seldom % 4 != 0) return;
        address reader = _readers[to % READERS];
        (IAccess.Right memory right, uint256 previous) = market.rightOf(dataset, reader);
        uint40 time = uint40(block.timestamp);
        uint40 from = right.until > time ? right.until : time;
        vm.prank(market.ownerOf(dataset));
        try market.grant(dataset, reader, 1 days, 1, 1, true) {
            _stacks[reader].push(Made(IAccess.Purchase(previous, 0, address(0), 0, time, from), 0));
        } catch {}
    }

    function renounce(uint256 by, uint256 seldom) external {
        address reader = _readers[by % READERS];
        Made[] storage stack = _stacks[reader];
        if (seldom % 4 != 0 || stack.length == 0) return;
        IAccess.Purchase[] memory purchases = new IAccess.Purchase[](1);
        purchases[0] = stack[stack.length - 1].purchase;
        vm.prank(reader);
        try market.renounce(dataset, purchases) {
            stack.pop();
        } catch {}
    }

    function refund(uint256 by) external {
        address reader = _readers[by % READERS];
        Made[] storage stack = _stacks[reader];
        if (stack.length == 0 || stack[stack.length - 1].offer == 0) return;
        IAccess.Entry[] memory entries = new IAccess.Entry[](1);
        Made memory made = stack[stack.length - 1];
        entries[0] = IAccess.Entry(made.purchase, _offers[made.offer - 1]);
        vm.prank(reader);
        try market.refund(dataset, entries) {
            stack.pop();
        } catch {}
    }

    /// @dev Clears the whole list: nothing of before can be proved any more.
    function revoke(uint256 who, uint256 seldom) external {
        address reader = _readers[who % READERS];
        Made[] storage stack = _stacks[reader];
        if (seldom % 8 != 0 || stack.length == 0) return;
        IAccess.Entry[] memory entries = new IAccess.Entry[](stack.length > 8 ? 8 : stack.length);
        for (uint256 i = 0; i < entries.length; ++i) {
            Made memory made = stack[stack.length - 1 - i];
            entries[i].purchase = made.purchase;
            if (made.offer != 0) entries[i].terms = _offers[made.offer - 1];
        }
        vm.prank(market.ownerOf(dataset));
        try market.revoke(dataset, reader, entries) {
            delete _stacks[reader];
        } catch {}
    }

    // ------------------------------------------------------------------------------------------------------- ratings

    /// @param deep how many purchases lie above the rated one
    function rate(uint256 by, uint256 deep, uint8 stars) external {
        address reader = _readers[by % READERS];
        Made[] storage stack = _stacks[reader];
        if (stack.length == 0) return;
        deep = bound(deep, 0, stack.length < 4 ? stack.length - 1 : 3);
        stars = uint8(bound(stars, 0, 6));
        IAccess.Purchase[] memory purchases = new IAccess.Purchase[](deep + 1);
        for (uint256 i = 0; i <= deep; ++i) purchases[i] = stack[stack.length - 1 - i].purchase;
        Made memory made = stack[stack.length - 1 - deep];
        IAccess.Terms memory terms = _offers[made.offer == 0 ? 0 : made.offer - 1];
        bool mayDo = stars >= 1 && stars <= 5 && _isRatable(reader, made, terms);
        vm.prank(reader);
        try ratings.rate(dataset, purchases, terms, stars, "") {
            if (!mayDo) _differs("a rating that should be refused");
            _note(reader, made, stars);
        } catch {
            if (mayDo) _differs("a refused rating");
        }
    }

    /// @dev Somebody else's purchase.
    function rateAsAnother(uint256 by, uint256 whose) external {
        (by, whose) = (by % READERS, whose % READERS);
        Made[] storage stack = _stacks[_readers[whose]];
        Made[] storage own = _stacks[_readers[by]];
        if (by == whose || stack.length == 0) return;
        IAccess.Purchase[] memory purchases = new IAccess.Purchase[](1);
        purchases[0] = stack[stack.length - 1].purchase;
        // Gifts of one payer in one second to two readers are alike, and both are theirs.
        if (own.length != 0 && _receiptOf(own[own.length - 1].purchase) == _receiptOf(purchases[0])) return;
        uint256 offer = stack[stack.length - 1].offer;
        vm.prank(_readers[by]);
        try ratings.rate(dataset, purchases, _offers[offer == 0 ? 0 : offer - 1], 5, "") {
            _differs("a rating of another's purchase");
        } catch {}
    }

    // ----------------------------------------------------------------------------------------------------- internal

    function _offer(address token, uint96 price, uint32 window, uint32 nonce) private {
        IAccess.Terms memory terms;
        terms.dataset = dataset;
        terms.seller = _readers[0];
        terms.token = token;
        terms.price = price;
        terms.duration = 2 days;
        terms.segments = 1;
        terms.fromVersion = 1;
        terms.laterVersions = true;
        terms.refundWindow = window;
        terms.nonce = nonce;
        vm.prank(_readers[0]);
        market.offer(terms);
        _offers.push(terms);
    }

    function _isRatable(address reader, Made memory made, IAccess.Terms memory terms) private view returns (bool) {
        if (made.offer == 0) return false;
        address owner = market.ownerOf(dataset);
        address payer = made.purchase.payer;
        bool isOfSeller = reader == terms.seller || payer == terms.seller || reader == owner || payer == owner;
        return !isOfSeller && block.timestamp >= made.purchase.boughtAt + terms.refundWindow;
    }

    function _note(address reader, Made memory made, uint8 stars) private {
        uint160 receipt = _receiptOf(made.purchase);
        uint256 place = _places[reader][receipt];
        if (place == 0) {
            _ratings.push(Rating(reader, receipt, made.purchase.paid != 0, stars));
            _places[reader][receipt] = _ratings.length;
        } else {
            _ratings[place - 1].stars = stars;
        }
    }

    function _receiptOf(IAccess.Purchase memory purchase) private pure returns (uint160) {
        return uint160(uint256(keccak256(abi.encode(purchase))));
    }

    function _differs(string memory what) private {
        if (bytes(difference).length == 0) difference = what;
    }
}
