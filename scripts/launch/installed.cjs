"use strict";

var fs = require("fs");
var path = require("path");

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages || {};
  } catch (_) {
    return null;
  }
}

function allows(list, value) {
  if (!list) return true;
  var names = [].concat(list);
  if (names.indexOf("!" + value) >= 0) return false;
  return (
    names.indexOf(value) >= 0 ||
    names.every(function (name) {
      return name.charAt(0) === "!";
    })
  );
}

// npm leaves optional packages out when they are for another system, and says nothing when it skips one
// that this system needs (Hardhat's native part, installed under an old Node): those count as missing.
function mayBeAbsent(entry, platform, arch) {
  if (!entry.optional) return false;
  if (entry.libc || (!entry.os && !entry.cpu)) return true;
  return !(allows(entry.os, platform) && allows(entry.cpu, arch));
}

/** What the lockfile names and npm's own record of the last complete install lacks. */
function missing(locked, present, platform, arch) {
  return Object.keys(locked).filter(function (name) {
    if (name === "") return false;
    var there = present[name];
    if (there) return there.version !== locked[name].version;
    return !mayBeAbsent(locked[name], platform, arch);
  });
}

/** What the folder's lockfile names for this system and its node_modules lack; null where nothing is installed. */
function absent(dir) {
  var locked = readPackages(path.join(dir, "package-lock.json"));
  var present = readPackages(path.join(dir, "node_modules", ".package-lock.json"));
  return locked && present ? missing(locked, present, process.platform, process.arch) : null;
}

function isComplete(dir) {
  var names = absent(dir);
  return names !== null && names.length === 0;
}

module.exports = { absent: absent, isComplete: isComplete, missing: missing };
