import { isTallystickError } from "@tallystick/sdk/errors";
import { type Log, reasonOf } from "../log.ts";

/** Something that relays are told. */
export interface Message {
  /** By which it is known that it was told. */
  readonly key: string;
  readonly tell: (url: string, signal: AbortSignal) => Promise<unknown>;
}

/** Tells relays what they do not know, or were not told of late: a relay may forget. */
export type Telling = (messages: readonly Message[]) => Promise<void>;

const AGAIN_MS = 10 * 60_000;
/** Pause after a relay that did not answer. */
const PAUSE_MS = 2_000;
const TIMEOUT_MS = 5_000;

/** @param refusedMs milliseconds after which a relay is told again what it refused for itself */
export function createTelling(relays: readonly string[], log: Log, refusedMs: number = AGAIN_MS): Telling {
  /** By relay, and by relay and message: not before. */
  const notBefore = new Map<string, number>();
  const isPaused = (name: string): boolean => performance.now() < (notBefore.get(name) ?? 0);
  const pause = (name: string, ms: number): void => void notBefore.set(name, performance.now() + ms);

  async function tellOne(url: string, { key, tell }: Message): Promise<void> {
    try {
      await tell(url, AbortSignal.timeout(TIMEOUT_MS));
      pause(`${url} ${key}`, AGAIN_MS);
      log.info("told-relay", { what: key });
    } catch (error) {
      // Refused for itself: another may be taken.
      if (!isFinal(error)) throw error;
      pause(`${url} ${key}`, refusedMs);
      log.info("relay-refused", { what: key, reason: reasonOf(error) });
    }
  }

  async function tellAll(url: string, messages: readonly Message[]): Promise<void> {
    for (const message of messages) if (!isPaused(`${url} ${message.key}`)) await tellOne(url, message);
  }

  let isTelling = false;
  return async (messages) => {
    if (isTelling) return;
    isTelling = true;
    for (const url of relays.filter((each) => !isPaused(each))) {
      await tellAll(url, messages).catch((error: unknown) => {
        pause(url, PAUSE_MS);
        log.info("not-told", { reason: reasonOf(error) });
      });
    }
    isTelling = false;
  };
}

/** Whether a relay has looked at something, and does not want it. */
function isFinal(error: unknown): boolean {
  if (!isTallystickError(error, "OrderRelayRefused")) return false;
  const status = Number(error.details.status);
  return status >= 400 && status < 500 && status !== 429;
}
