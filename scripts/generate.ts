import { generatedFolder, writeGenerated } from "./generate/files.ts";
import { leave } from "./lib/leave.ts";
import { hardhat } from "./lib/run.ts";

const compiled = await hardhat(["build", "--quiet"]);
if (compiled.code !== 0) {
  console.error(compiled.output);
  console.error("The contracts do not compile, so there is nothing to generate from.");
  await leave(1);
}
const touched = await writeGenerated();
for (const name of touched) console.log(`${generatedFolder}/${name}`);
console.log(touched.length === 0 ? "Everything generated is up to date." : `${touched.length} files updated.`);
