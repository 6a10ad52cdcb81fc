# For a shell on a machine whose Node is too old: `source tools/env.sh` puts the locked one first in PATH.
_root="$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd)"
if [ ! -d "$_root/tools/node/node_modules" ]; then
  npm ci --prefix "$_root/tools/node" --ignore-scripts --silent
fi
for _bin in "$_root"/tools/node/node_modules/node-*/bin; do
  [ -d "$_bin" ] && PATH="$_bin:$PATH"
done
export PATH="$_root/node_modules/.bin:$PATH" PUPPETEER_SKIP_DOWNLOAD=1
unset _root _bin
