/** The row an event builds on: without it events are missing, and indexing stops rather than guess. */
export async function found<T>(row: Promise<T | null>, table: string, key: object): Promise<T> {
  const value = await row;
  if (value !== null) return value;
  throw new Error(`An event speaks of a ${table} whose own event is missing: ${JSON.stringify(key)}`);
}
