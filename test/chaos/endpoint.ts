import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type Hex, keccak256 } from "viem";
import { answer, type EndpointFault, type Question, type Reply } from "./faults.ts";
import { post } from "./rpc.ts";

/** A node's endpoint as its users see it: each user has an address, and faults, of its own. */
export interface Endpoint {
  readonly urlOf: (user: string) => string;
  /** From now on that user's questions are answered so; undefined: rightly. */
  readonly set: (user: string, fault: EndpointFault | undefined) => void;
  /** How often that user has asked for the newest block since `wake`: the second time it has acted on the first answer. */
  readonly looks: (user: string) => number;
  /** There is something new: who waits for the newest block is answered. */
  readonly wake: () => void;
  /** Whether that user is told nothing, or nothing new. */
  readonly isBlind: (user: string) => boolean;
  /** Signed transactions that reached the node from that user, whatever it was told. */
  readonly sent: (user: string) => readonly Hex[];
  readonly clear: () => void;
  readonly close: () => Promise<void>;
}

interface User {
  fault: EndpointFault | undefined;
  looks: number;
  /** Ends the wait of each look that is held back. */
  readonly held: Set<() => void>;
  questions: number;
  sent: Hex[];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

/** Faults with which a user may never come to a second look. */
const BLIND = new Set(["down", "silent", "wrongChain", "otherChain", "garbage"]);

const isLook = ({ method, params }: Question): boolean =>
  method === "eth_blockNumber" || (method === "eth_getBlockByNumber" && params[0] === "latest");

/** Looks after which the next ones, to which there is nothing to say, wait so many milliseconds at most. */
const PROMPT = 2;
const HOLD = 100;

function holdBack(user: User): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      user.held.delete(end);
      resolve();
    };
    const timer = setTimeout(end, HOLD);
    user.held.add(end);
  });
}

function wakeUp(user: User): void {
  // Who waits has looked once at what is new.
  user.looks = user.held.size;
  for (const end of user.held) end();
}

/** Starts an endpoint before the node at `target`. */
export async function startEndpoint(target: string): Promise<Endpoint> {
  const users = new Map<string, User>();
  const sockets = new Set<Socket>();
  const delays = new Set<NodeJS.Timeout>();
  const userOf = (name: string): User => {
    const known = users.get(name) ?? {
      fault: undefined,
      looks: 0,
      held: new Set<() => void>(),
      questions: 0,
      sent: [],
    };
    users.set(name, known);
    return known;
  };

  const ask = async (url: string, question: Question): Promise<Reply> => {
    const { body } = await post(url, JSON.stringify({ jsonrpc: "2.0", ...question }));
    return JSON.parse(body) as Reply;
  };
  const reply = async (user: User, question: Question): Promise<Reply> => {
    if (isLook(question)) {
      user.looks += 1;
      if (user.looks > PROMPT) await holdBack(user);
    }
    const { fault } = user;
    const url = fault?.kind === "otherChain" ? fault.url : target;
    const hashOf = (raw: string): string => keccak256(raw as Hex);
    const replied = await answer(
      fault,
      question,
      (asked) => {
        if (asked.method === "eth_sendRawTransaction") user.sent.push(asked.params[0] as Hex);
        return ask(url, asked);
      },
      hashOf,
    );
    return replied;
  };

  const refuse = (user: User, response: ServerResponse): boolean => {
    const { fault } = user;
    user.questions += 1;
    if (fault?.kind === "silent") return true;
    if (fault?.kind === "down") {
      response.destroy();
      return true;
    }
    if (fault?.kind === "rateLimit" && user.questions % fault.oneOf !== 0) {
      response.writeHead(429, { "retry-after": "1" }).end("Too Many Requests");
      return true;
    }
    if (fault?.kind === "garbage") {
      response.writeHead(502, { "content-type": "text/html" }).end("<html><body>Bad Gateway</body></html>");
      return true;
    }
    return false;
  };

  const deliver = (user: User, response: ServerResponse, text: string): void => {
    const { fault } = user;
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    if (fault?.kind === "cuts" && user.questions % fault.oneOf === 0) {
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    response.end(text);
  };

  const server = createServer(async (request, response) => {
    const user = userOf((request.url ?? "/").slice(1));
    try {
      const asked = JSON.parse(await bodyOf(request)) as Question | Question[];
      if (refuse(user, response)) return;
      const late = user.fault?.kind === "slow" ? user.fault.milliseconds : 0;
      const all = Array.isArray(asked)
        ? await Promise.all(asked.map((each) => reply(user, each)))
        : await reply(user, asked);
      const text = JSON.stringify(all);
      if (late === 0) return deliver(user, response, text);
      const delay = setTimeout(() => {
        delays.delete(delay);
        deliver(user, response, text);
      }, late);
      delays.add(delay);
    } catch {
      // A node that has ended, or a user killed in the middle of its question.
      response.destroy();
    }
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    urlOf: (user) => `http://127.0.0.1:${port}/${user}`,
    set: (user, fault) => {
      userOf(user).fault = fault;
      wakeUp(userOf(user));
    },
    looks: (user) => userOf(user).looks,
    wake: () => users.forEach(wakeUp),
    isBlind: (user) => BLIND.has(userOf(user).fault?.kind ?? ""),
    sent: (user) => userOf(user).sent,
    clear: () => {
      users.forEach(wakeUp);
      users.clear();
    },
    close: async () => {
      for (const delay of delays) clearTimeout(delay);
      users.forEach(wakeUp);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
