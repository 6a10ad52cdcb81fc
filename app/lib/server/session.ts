import { join } from "node:path";
import { getIronSession, type IronSession } from "iron-session";
import { cookies } from "next/headers";
import { type ConsentStore, openConsentStore } from "./consent-store";
import { openSessionStore, type SessionStore, type StoredSession } from "./database";
import { type Limiter, limiter } from "./limiter";
import { openPolicyStore, type PolicyStore } from "./policies";
import { dataFolder, sessionSecret } from "./secret";
import { sessionSeconds } from "./sign-in";

interface Services {
  readonly store: SessionStore;
  readonly secret: string;
  readonly signIns: Limiter;
  readonly orders: Limiter;
  /** Of one holder: a delegation costs him nothing, and the site its gas. */
  readonly delegations: Limiter;
  readonly looks: Limiter;
  /** What key holders have signed. */
  readonly consents: ConsentStore;
  readonly policies: PolicyStore;
  readonly policyWrites: Limiter;
}

// Next loads a route's module more than once; the store must be one.
const shared = globalThis as { tallystickServices?: Services };

export function services(): Services {
  shared.tallystickServices ??= {
    store: openSessionStore(join(dataFolder(), "sessions.sqlite")),
    secret: sessionSecret(dataFolder(), process.env["TALLYSTICK_SESSION_SECRET"]),
    signIns: limiter(30, 2),
    orders: limiter(30, 2),
    // Five at once, then one in four hours.
    delegations: limiter(5, 1 / 14_400),
    looks: limiter(120, 20),
    consents: openConsentStore(join(dataFolder(), "consents.sqlite")),
    policies: openPolicyStore(join(dataFolder(), "policies.sqlite")),
    policyWrites: limiter(20, 0.5),
  };
  return shared.tallystickServices;
}

interface Cookie {
  id?: string;
}

/** The cookie holds nothing but the sealed id of a session that lives here. */
export async function sessionCookie(): Promise<IronSession<Cookie>> {
  return getIronSession<Cookie>(await cookies(), {
    cookieName: "tallystick-session",
    password: services().secret,
    ttl: sessionSeconds,
    cookieOptions: {
      httpOnly: true,
      sameSite: "strict",
      path: "/",
      secure: process.env["TALLYSTICK_APP_HTTPS"] === "1",
    },
  });
}

export async function currentSession(): Promise<StoredSession | undefined> {
  const { id } = await sessionCookie();
  return id ? services().store.find(id, Date.now()) : undefined;
}
