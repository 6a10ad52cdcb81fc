const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((done) => void stream.write("", () => done()));

/** Ends once what was printed is out: `process.exit` alone drops what a slow reader of a pipe has not taken yet. */
export async function leave(code: number): Promise<never> {
  await written(process.stdout);
  await written(process.stderr);
  process.exit(code);
}
