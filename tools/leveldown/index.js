// bcoin loads LevelDB although a chain in memory never opens it; the real package would need a compiler.
module.exports = function leveldown() {
  throw new Error("There is no LevelDB here: bcoin runs in memory alone.");
};
