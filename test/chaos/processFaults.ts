/** What goes wrong inside one process of an agent. Lines of the journal are counted from 1, from the process's start. */
export interface ProcessFaults {
  /** File whose eight bytes are the harness's time in seconds. */
  readonly clock?: string;
  /** Seconds by which this process's clock is wrong. */
  readonly skew?: number;
  readonly journal?: string;
  /** kill -9: before a line is written, in its middle, or once it is safely on the disk. */
  readonly kill?: { readonly line: number; readonly when: "before" | "torn" | "after" };
  /** The disk is full, or read-only, once so many lines are written. */
  readonly disk?: { readonly kind: "full" | "readOnly"; readonly fromLine: number };
}
