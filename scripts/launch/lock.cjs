"use strict";

var childProcess = require("child_process");
var fs = require("fs");
var path = require("path");
var problem = require("./problem.cjs");

var GIVE_UP_AFTER = 20 * 60 * 1000;
var UNWRITTEN_FOR = 10 * 1000;

function sleep(milliseconds) {
  // Atomics.wait is not there on the oldest Nodes this has to run on.
  childProcess.spawnSync(process.execPath, ["-e", "setTimeout(function () {}, " + milliseconds + ")"]);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw problem.explain(error);
  }
}

function isAbandoned(file) {
  var pid;
  try {
    pid = Number(fs.readFileSync(file, "utf8"));
    if (pid) return !isAlive(pid);
    return Date.now() - fs.statSync(file).mtime.getTime() > UNWRITTEN_FOR;
  } catch (_) {
    return false;
  }
}

function removeAbandoned(file) {
  // Renaming first lets only one of several waiters win; the check after it catches a lock taken in between.
  var aside = file + "." + process.pid;
  try {
    fs.renameSync(file, aside);
    if (isAbandoned(aside)) fs.unlinkSync(aside);
    else fs.renameSync(aside, file);
  } catch (_) {
    return;
  }
}

/** Runs `work` while no other launcher of this checkout does. */
function hold(file, work) {
  if (!fs.existsSync(path.dirname(file))) {
    try {
      fs.mkdirSync(path.dirname(file));
    } catch (error) {
      if (error.code !== "EEXIST") throw problem.explain(error);
    }
  }
  var since = Date.now();
  var told = false;
  while (!take(file)) {
    if (isAbandoned(file)) {
      removeAbandoned(file);
      continue;
    }
    if (!told) console.log("Another run is installing; waiting for it.");
    told = true;
    if (Date.now() - since > GIVE_UP_AFTER)
      throw problem.say(
        "Another install has been running for 20 minutes. If none is, remove " + file + " and try again."
      );
    sleep(300);
  }
  try {
    work();
  } finally {
    fs.unlinkSync(file);
  }
}

module.exports = { hold: hold };
