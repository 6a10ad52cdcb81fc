// Runs a script of this repository: `node scripts/launch.cjs scripts/test.ts [arguments]`.
// It finds or fetches a Node.js that is new enough, installs what the lockfile names, then hands over.
// No dependencies and no syntax newer than ES5, here and in launch/: it has to parse on the Node it replaces.
"use strict";

var childProcess = require("child_process");
var path = require("path");
var installed = require("./launch/installed.cjs");
var lock = require("./launch/lock.cjs");
var nodes = require("./launch/nodes.cjs");
var npm = require("./launch/npm.cjs");
var problem = require("./launch/problem.cjs");

var root = path.dirname(__dirname);

function prepare() {
  var node = process.execPath;
  var toolDir = path.join(root, "tools", "node");
  var fetchNode = !nodes.isNewEnough(process.version);
  if (fetchNode) node = nodes.lockedPath(toolDir);
  var complete = function () {
    return (!fetchNode || installed.isComplete(toolDir)) && installed.isComplete(root);
  };
  if (complete()) return node;

  lock.hold(path.join(root, ".cache", "install.lock"), function () {
    if (fetchNode && !installed.isComplete(toolDir)) {
      console.log("Node.js " + process.version + " is too old here: fetching a newer one into tools/node.");
      npm.ci(process.execPath, toolDir);
    }
    if (fetchNode) nodes.assertRuns(node, toolDir);
    if (!installed.isComplete(root)) {
      console.log("Installing what package-lock.json names (about a minute the first time).");
      npm.ci(node, root);
      problem.refuseAbsent(installed.absent(root));
    }
  });
  return node;
}

function run(node, args) {
  process.env.PATH = [path.dirname(node), path.join(root, "node_modules", ".bin"), process.env.PATH].join(
    path.delimiter
  );
  var child = childProcess.spawn(node, args, { cwd: root, stdio: "inherit", env: process.env });
  // Ctrl-C reaches the whole group: the launcher only waits for its child to stop cleanly.
  process.on("SIGINT", function () {});
  ["SIGTERM", "SIGHUP"].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on("error", function (error) {
    console.error("The script could not be started: " + error.message);
    process.exit(1);
  });
  child.on("exit", function (code, signal) {
    var signals = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };
    process.exit(signal ? signals[signal] || 1 : code);
  });
}

try {
  run(prepare(), process.argv.slice(2));
} catch (error) {
  console.error(error.forPeople ? error.message : error.stack);
  process.exit(1);
}
