import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig, overrideTask } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import { contractTests } from "./scripts/lib/contract-tests.ts";

const require = createRequire(import.meta.url);

// Measured code is larger and dearer than what is deployed: it gets its own folders, and no limits.
const isMeasured = process.argv.includes("--coverage");
const buildFolders = isMeasured ? { artifacts: ".cache/coverage/artifacts", cache: ".cache/coverage/cache" } : {};
const limits = isMeasured
  ? { allowUnlimitedContractSize: true, blockGasLimit: false as const, transactionGasCap: false as const }
  : { allowUnlimitedContractSize: false };

const compiler = {
  version: "0.8.37",
  // The npm compiler: nothing is downloaded, and it is the same bytes on every platform.
  path: require.resolve("solc/soljson.js"),
  // More runs would save 0.2 % of gas and cost the market 1.7 kB of its 24,576 bytes.
  settings: { evmVersion: "osaka", optimizer: { enabled: true, runs: 200 } },
};

// The market, what it makes, and its demo money, through Yul: the market was 1.8 kB smaller (20.3 instead of 22.1 kB), a
// purchase 2,300 gas cheaper, one of a batch 1,700; it takes 15 to 25 s longer to compile. Yul looks a function up one by
// one in the order of selectors, 22 gas each, which costs `hasAccess` 700 gas. A consent is 3,900 gas cheaper. 500 runs
// write long constants out: 130 to 250 gas of every act for 0.5 kB; 1,000 runs would save 15 gas more for 1.3 kB.
const throughIr = {
  ...compiler,
  settings: { ...compiler.settings, viaIR: true, optimizer: { enabled: true, runs: 500 } },
};

// Receivables have no room for 500 runs: with 150 they are 24,361 of 24,576 bytes.
const throughIrSmall = {
  ...throughIr,
  settings: { ...throughIr.settings, optimizer: { enabled: true, runs: 150 } },
};

// Bills are 24.5 kB with 200.
const throughIrBills = {
  ...throughIr,
  settings: { ...throughIr.settings, optimizer: { enabled: true, runs: 200 } },
};

// Lots are small and used most: with 500 runs an endorsement would cost more than its limit. Quotes have room.
const throughIrFast = {
  ...throughIr,
  settings: { ...throughIr.settings, optimizer: { enabled: true, runs: 20_000 } },
};

/** A compiler for each core: Hardhat leaves one for itself, but only waits meanwhile. */
const allCores: HardhatPlugin = {
  id: "tallystick-all-cores",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        build: (context, roots, options, next) =>
          next(context, roots, { ...options, concurrency: availableParallelism() }),
      }),
    }),
  },
};

/**
 * Tasks of Hardhat tell in which line of Solidity something was refused. For that the first chain of a process reads all
 * that the compiler ever said, some seconds long: scripts and tests of the other parts have their chains without.
 */
const isTask = /node_modules[\\/](\.bin[\\/])?hardhat/.test(process.argv[1] ?? "");
const quickChains: HardhatPlugin = {
  id: "tallystick-quick-chains",
  hookHandlers: {
    hre: async () => ({
      default: async () => ({
        created: async (_context, { artifacts }) => {
          if (!isTask) artifacts.getAllBuildInfoIds = async () => new Set();
        },
      }),
    }),
  },
};

export default defineConfig({
  plugins: [toolbox, allCores, quickChains],
  tasks: [
    // Hardhat's own default is every TypeScript file under test/, helpers and browser tests among them.
    overrideTask(["test", "mocha"])
      .setInlineAction((args, _hre, runSuper) =>
        runSuper({ ...args, testFiles: args.testFiles.length > 0 ? args.testFiles : contractTests() }),
      )
      .build(),
    // In containers Hardhat's own default is every interface: the keys of these chains are public.
    overrideTask("node")
      .setInlineAction((args, _hre, runSuper) => runSuper({ ...args, hostname: args.hostname ?? "127.0.0.1" }))
      .build(),
  ],
  paths: {
    ...buildFolders,
    tests: { mocha: "test", solidity: "test/solidity" },
    ignition: "deploy",
  },
  solidity: {
    compilers: [compiler],
    overrides: isMeasured
      ? {
          // Measured, their stacks are too deep for the way without Yul; `Bills` makes `BillsRecourse`.
          "contracts/instruments/Bills.sol": throughIrBills,
          "contracts/instruments/BillsRecourse.sol": throughIrBills,
          "contracts/instruments/Repos.sol": throughIrBills,
        }
      : {
          "contracts/market/Market.sol": throughIr,
          "contracts/market/Desk.sol": throughIr,
          "contracts/demo/DemoToken.sol": throughIr,
          "contracts/market/Consent.sol": throughIr,
          // An endorsement is 900 gas cheaper, a payment 1,200, recourse 3,500.
          "contracts/instruments/Lots.sol": throughIrFast,
          "contracts/instruments/Receivables.sol": throughIrSmall,
          "contracts/instruments/Quotes.sol": throughIrFast,
          "contracts/instruments/BillQuotes.sol": throughIrFast,
          "contracts/instruments/Repos.sol": throughIrFast,
          "contracts/instruments/Bills.sol": throughIrBills,
          "contracts/instruments/BillsRecourse.sol": throughIrBills,
          "contracts/instruments/BillsChanges.sol": throughIrBills,
          "contracts/swaps/HashLock.sol": throughIrFast,
          "contracts/swaps/BatchLock.sol": throughIrFast,
          "contracts/swaps/DepositAddress.sol": throughIrFast,
          // 22.5 kB instead of 26.
          "contracts/governance/TallyGovernor.sol": throughIr,
          // The same governor as is deployed.
          "test/solidity/governance.t.sol": throughIr,
          "test/solidity/governanceHandler.sol": throughIr,
        },
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
    ],
  },
  typechain: { outDir: "types", tsNocheck: true },
  networks: {
    default: {
      type: "edr-simulated",
      hardfork: "osaka",
      ...limits,
    },
    // What `hre.network.createServer` serves for the local stack.
    chainA: { type: "edr-simulated", chainId: 31337, hardfork: "osaka", ...limits },
    chainB: { type: "edr-simulated", chainId: 31338, hardfork: "osaka", ...limits },
    // The same two chains, seen from another process.
    localA: { type: "http", url: "http://127.0.0.1:8545", chainId: 31337 },
    localB: { type: "http", url: "http://127.0.0.1:8546", chainId: 31338 },
    sepolia: {
      type: "http",
      chainId: 11155111,
      url: configVariable("SEPOLIA_RPC_URL"),
      accounts: [configVariable("SEPOLIA_PRIVATE_KEY")],
    },
  },
  test: {
    mocha: { timeout: 60_000 },
    solidity: {
      fuzz: { runs: 256 },
      // 16,000 calls an invariant: long runs, since a right takes some acts to grow.
      invariant: { runs: 64, depth: 250, failOnRevert: false },
    },
  },
  coverage: { skipFiles: ["contracts/mocks/**", "test/**"] },
});
