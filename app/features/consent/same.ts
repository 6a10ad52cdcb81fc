/** Whether two texts are one account. */
export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
