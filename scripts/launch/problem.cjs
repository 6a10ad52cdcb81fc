// Turns what went wrong into a sentence that says what to do.
"use strict";

var SENTENCES = [
  [/ENOSPC|no space left/i, "The disk is full: the packages need about 1.5 GB. Free some space and try again."],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i,
    "The npm registry could not be reached. Connect to the network (or set npm's registry or proxy) and try again; what is installed already needs no network."
  ],
  [
    /EACCES|EPERM|EROFS/i,
    "This folder cannot be written to by this user. Give yourself the rights to it, or clone the repository elsewhere."
  ],
  [
    /EINTEGRITY/i,
    "A package is not the one that package-lock.json names. Run 'npm cache clean --force' and try again; if it stays, the registry serves something else."
  ],
  [
    /E404|ETARGET|notarget/i,
    "The npm registry lacks a package that package-lock.json names. If you use a mirror, try https://registry.npmjs.org."
  ],
  [
    /lockfileVersion|Missing:.*from lock file|not in sync|EUSAGE/i,
    "package.json and package-lock.json do not agree. Run 'npm install' and commit the lockfile."
  ]
];

function say(message) {
  var error = new Error(message);
  error.forPeople = true;
  return error;
}

function sentenceFor(text) {
  var known = SENTENCES.filter(function (pair) {
    return pair[0].test(text);
  });
  return known.length ? known[0][1] : null;
}

function fromNpm(text, dir) {
  return say(
    sentenceFor(text) ||
      "npm could not install the packages in " + dir + "; what it said stands above. Trying again is safe."
  );
}

function explain(error, program) {
  if (program && error.code === "ENOENT")
    return say("The program " + program + " was not found. It comes with Node.js: install that and try again.");
  return say(sentenceFor(error.code || error.message) || error.message);
}

// npm calls it a success when it could not fetch an optional package, native parts among them.
function refuseAbsent(names) {
  if (names && names.length === 0) return;
  var which = names ? names.join(", ").replace(/node_modules\//g, "") : "everything";
  throw say("npm finished without " + which + ": perhaps the registry was out of reach for a moment. Try again.");
}

module.exports = { explain: explain, fromNpm: fromNpm, refuseAbsent: refuseAbsent, say: say, sentenceFor: sentenceFor };
