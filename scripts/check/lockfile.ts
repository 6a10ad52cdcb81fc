type LockEntry = { readonly optionalDependencies?: Record<string, string> };
export type Lockfile = { readonly packages: Record<string, LockEntry> };

function isResolved(packages: Lockfile["packages"], from: string, name: string): boolean {
  let base = from;
  for (;;) {
    if (`${base === "" ? "" : `${base}/`}node_modules/${name}` in packages) return true;
    if (base === "") return false;
    const nested = base.lastIndexOf("/node_modules/");
    base = nested > 0 ? base.slice(0, nested) : "";
  }
}

/** Optional packages (one a platform, mostly) that are named but not locked: `npm ci` refuses such a lockfile. */
export function findLockfileHoles({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([from, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isResolved(packages, from, name))
      .map((name) => `package-lock.json names ${name} (for ${from || "the root"}) but does not hold it.`),
  );
}
