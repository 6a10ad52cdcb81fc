"use strict";

var childProcess = require("child_process");
var path = require("path");
var problem = require("./problem.cjs");

function command(node) {
  var script = process.env.npm_execpath;
  if (script && /^np[mx]-cli\.c?js$/.test(path.basename(script))) {
    return { file: node, args: [path.join(path.dirname(script), "npm-cli.js")], shell: false };
  }
  return { file: "npm", args: [], shell: process.platform === "win32" };
}

// After some errors npm prints its whole manual page.
function withoutUsage(text) {
  return text.split(/^npm error\s*Clean install a project/m)[0].trim();
}

/** Installs exactly what the lockfile in `dir` names, under `node`. Nothing in it needs an install script. */
function ci(node, dir) {
  var npm = command(node);
  var env = Object.assign({}, process.env, { PUPPETEER_SKIP_DOWNLOAD: "1" });
  env.PATH = path.dirname(node) + path.delimiter + env.PATH;
  // A global or omit setting inherited from the npm that started us would install elsewhere or too little.
  Object.keys(env).forEach(function (name) {
    if (
      /^npm_config_(global|location|omit|include|production|prefix|local_prefix|workspaces?|ignore_scripts)$/i.test(
        name
      )
    )
      delete env[name];
  });
  delete env.NODE_ENV;
  var args = npm.args.concat(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  var result = childProcess.spawnSync(npm.file, args, {
    cwd: dir,
    env: env,
    shell: npm.shell,
    stdio: ["ignore", "inherit", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024
  });
  if (result.error) throw problem.explain(result.error, "npm");
  if (result.status !== 0) {
    if (result.stderr) console.error(withoutUsage(result.stderr));
    throw problem.fromNpm(result.stderr || "", dir);
  }
}

module.exports = { ci: ci };
