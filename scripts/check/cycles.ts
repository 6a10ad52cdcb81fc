import type { SourceFile } from "../lib/files.ts";
import { importsOf } from "../lib/imports.ts";

/** Import circles among the files under `folder`, each told once, as a sentence. */
export function findCycles(files: readonly SourceFile[], folder: string): string[] {
  const inside = files.filter(({ path }) => path.startsWith(folder) && /\.(ts|tsx|sol)$/.test(path));
  const edges = new Map(inside.map((file) => [file.path, importsOf(file).map((one) => one.to)]));
  const done = new Set<string>();
  const circles: string[] = [];

  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) circles.push(`Imports go round: ${[...trail.slice(at), path].join(" -> ")}.`);
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) if (edges.has(next)) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return circles;
}
