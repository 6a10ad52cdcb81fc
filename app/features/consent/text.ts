/** Most bytes of a message, a reason or a note on the chain. */
export const mostText = 1_024;

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text.trim()).length;
}
