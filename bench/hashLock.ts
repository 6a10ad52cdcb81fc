import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, deployToken, type Figures, gasOf } from "./market.ts";

const [AMOUNT, TIP, TEN] = [5_000_000n, 10_000n, 10];
const [ERC721, ERC6909] = [2, 3];

/** A hash lock that holds ether and tokens already, and people who do, too: the steady state. */
async function hashLockOf(connection: NetworkConnection) {
  const { ethers, networkHelpers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [payer, recipient, refundee, relayer] = [at(1), at(2), at(3), at(4)];
  const token = await deployToken(connection);
  const nfts = await ethers.deployContract("ERC721Mock");
  const lots = await ethers.deployContract("ERC6909Mock");
  const hashLock = await ethers.deployContract("HashLock", [ethers.ZeroAddress]);
  await token.connect(payer).approve(hashLock, ethers.MaxUint256);
  await lots.connect(payer).setOperator(hashLock, true);
  let salt = 0n;
  const secretOf = (number: bigint) => ethers.id(`secret ${number}`);
  /** Terms of another lock, with its secret. */
  const termsOf = async (parts: { asset?: string; tip?: bigint; time?: bigint | undefined }) => {
    const { asset = ethers.ZeroAddress, tip = 0n, time = 7_200n } = parts;
    const preimage = secretOf(++salt);
    const timelock = BigInt(await networkHelpers.time.latest()) + time;
    const terms = (timelock << 216n) | (tip << 88n) | (ethers.toBigInt(ethers.id(`salt ${salt}`)) >> 168n);
    const parties = { recipient: recipient.address, refundee: refundee.address };
    const money = { token: asset, amount: AMOUNT, hashlock: ethers.sha256(preimage), ...parties, terms };
    const { hashlock: _, ...rest } = money;
    return { money, claim: { preimage, ...rest }, preimage };
  };
  const lock = ({ money }: Awaited<ReturnType<typeof termsOf>>) => {
    if (money.token !== ethers.ZeroAddress) return hashLock.connect(payer).lockToken(money);
    const { hashlock, recipient, refundee, terms } = money;
    return hashLock.connect(payer).lockETH(terms, hashlock, recipient, refundee, { value: AMOUNT });
  };
  const locked = async (parts: Parameters<typeof termsOf>[0]) => {
    const made = await termsOf(parts);
    return { ...made, gas: await gasOf(lock(made)) };
  };
  await locked({});
  await locked({ asset: String(token.target) });
  const people = { payer, recipient, refundee, relayer };
  return { ethers, networkHelpers, token, nfts, lots, hashLock, termsOf, lock, locked, ...people };
}

type Bench = Awaited<ReturnType<typeof hashLockOf>>;

async function measureMoney(bench: Bench, name: string, asset: string): Promise<Figures> {
  const { networkHelpers, hashLock, locked, recipient, refundee, relayer } = bench;
  const [claimed, tipped, refunded] = [
    await locked({ asset }),
    await locked({ asset, tip: TIP }),
    await locked({ asset, time: 1_000n }),
  ];
  const ten = async (time?: bigint) => {
    const all: Awaited<ReturnType<typeof locked>>[] = [];
    while (all.length < TEN) all.push(await locked({ asset, time }));
    return all;
  };
  const many = (await ten()).map(({ claim }) => claim);
  const late = (await ten(1_000n)).map(({ money }) => money);
  const claims = {
    [`lock ${name}`]: claimed.gas,
    [`claim ${name}`]: await gasOf(hashLock.connect(recipient).claim(claimed.claim)),
    [`claim ${name} with tip`]: await gasOf(hashLock.connect(relayer).claim(tipped.claim)),
    [`claim ${name}, each of ten`]: Math.ceil((await gasOf(hashLock.connect(recipient).claimMany(many))) / TEN),
  };
  await networkHelpers.time.increase(1_001n);
  return {
    ...claims,
    [`refund ${name}`]: await gasOf(hashLock.connect(refundee).refund(refunded.money)),
    [`refund ${name}, each of ten`]: Math.ceil((await gasOf(hashLock.connect(refundee).refundMany(late))) / TEN),
  };
}

/** Tokens by id: locked by approval and by sending them; of each kind its parties have held some before. */
async function measureItems({ ethers, nfts, lots, hashLock, termsOf, payer, recipient }: Bench): Promise<Figures> {
  const UNITS = 100n;
  for (const [index, owner] of [payer, payer, payer, payer, recipient].entries()) {
    await nfts.mint(owner, index, 1n);
    await lots.mint(owner, index, UNITS);
  }
  for (const id of [1n, 2n]) await nfts.connect(payer).approve(hashLock, id);
  const lock = async (kind: number, number: bigint) => {
    const { money, preimage } = await termsOf({ asset: String(kind === ERC721 ? nfts.target : lots.target) });
    const { amount: _, ...rest } = money;
    const item = { ...rest, tokenId: number, units: kind === ERC721 ? 0n : UNITS };
    return { item, preimage, gas: await gasOf(hashLock.connect(payer).lockItem(item)) };
  };
  const claim = ({ item: { hashlock: _, ...item }, preimage }: Awaited<ReturnType<typeof lock>>) =>
    gasOf(hashLock.connect(recipient).claimItem({ preimage, ...item }));
  await lock(ERC721, 1n);
  const [nft, lot] = [await lock(ERC721, 2n), await lock(ERC6909, 2n)];
  const { hashlock, recipient: to, refundee, terms } = (await termsOf({})).money;
  const data = ethers.AbiCoder.defaultAbiCoder().encode(
    ["bytes32", "address", "address", "uint256"],
    [hashlock, to, refundee, terms],
  );
  const send = nfts.connect(payer).getFunction("safeTransferFrom(address,address,uint256,bytes)");
  return {
    "lock ERC-721": nft.gas,
    "lock ERC-721 by sending it": await gasOf(send(payer, hashLock, 3n, data)),
    "claim ERC-721": await claim(nft),
    "lock a lot": lot.gas,
    "claim a lot": await claim(lot),
  };
}

/** Locking costs the same however many are open: the last of many, as a figure of its own. */
async function measureCrowd({ hashLock, locked, recipient }: Bench): Promise<Figures> {
  const OPEN = 100;
  for (let count = 0; count < OPEN; ++count) await locked({});
  const last = await locked({});
  return {
    "lock ETH, hundreds open": last.gas,
    "claim ETH, hundreds open": await gasOf(hashLock.connect(recipient).claim(last.claim)),
  };
}

/** What locking, claiming and refunding cost on one chain. */
export async function measureHashLock(connection: NetworkConnection): Promise<Figures> {
  const bench = await hashLockOf(connection);
  return {
    ...(await measureMoney(bench, "ETH", bench.ethers.ZeroAddress)),
    ...(await measureMoney(bench, "ERC-20", String(bench.token.target))),
    ...(await measureItems(bench)),
    ...(await measureCrowd(bench)),
  };
}
