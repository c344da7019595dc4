// The way to the server: a token, Direct Line over a web socket, and what state that is in.
import * as kept from "./kept.js";

/** @typedef {"connecting" | "online" | "reconnecting" | "unreachable" | "ended"} State */

const retryMs = 3000;
const patienceMs = 12000; // Direct Line itself comes back within 3 to 5 s; after this we ask the server ourselves
const failedSockets = 2; // sockets that never opened: something between here and the server lets none through

/** Direct Line's own numbers. */
const status = { online: 2, expiredToken: 3, failedToConnect: 4, ended: 5 };

/**
 * Asks until there is a token, then returns a Direct Line that has not been opened yet: Web Chat opens it.
 * @param {string} locale
 * @param {(state: State) => void} tell
 */
export async function connect(locale, tell) {
  tell("connecting");
  const before = kept.read();
  let pass = await askToken(before);
  while (!pass) {
    tell("unreachable");
    await pause(retryMs);
    pass = await askToken(kept.read());
  }

  const goesOn = pass.resumed;
  if (before?.conversationId !== pass.conversationId) kept.forget();
  kept.keep({ token: pass.token, conversationId: pass.conversationId, userId: pass.userId });

  const directLine = WebChat.createDirectLine({
    token: pass.token,
    conversationId: goesOn ? pass.conversationId : undefined, // with it, the whole dialogue is sent again
    conversationStartProperties: { locale },
    domain: new URL("/v3/directline", location.href).href,
    webSocket: !kept.polls(),
  });
  watch(directLine, tell);
  return directLine;
}

/**
 * A token for the conversation that was kept, or for a new one; null when the server cannot be reached.
 * @param {kept.Kept | null} before
 * @returns {Promise<{ token: string, conversationId: string, userId: string, resumed: boolean } | null>} resumed: the conversation was begun before
 */
async function askToken(before) {
  try {
    const answer = await fetch("/chat/token", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(before ? { token: before.token } : {}),
      signal: AbortSignal.timeout(10000),
    });
    if (answer.ok) return await answer.json();
    if (before && answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      kept.forget(); // an old token that is no longer accepted must not keep anyone out
      return await askToken(null);
    }
  } catch {
    // Not reachable; the caller tries again.
  }
  return null;
}

/**
 * Direct Line says nothing when its socket drops (it stays "online" while it tries again), so the socket itself is watched.
 * @param {any} directLine
 * @param {(state: State) => void} tell
 */
function watch(directLine, tell) {
  let open = false;
  let lost = false;
  let waiting = 0;
  let failed = 0;

  directLine.services.random = () => Math.random() / 6; // it waits 3 s + 12 s · random before it tries again
  directLine.services.WebSocket = class extends WebSocket {
    /** @param {string} url */
    constructor(url) {
      super(url);
      this.addEventListener("open", () => {
        open = true;
        lost = false;
        clearTimeout(waiting);
        kept.keep({ token: directLine.token });
        tell("online");
      });
      this.addEventListener("close", () => {
        if (!open && ++failed === failedSockets) return pollInstead();
        if (lost) return;
        lost = true;
        tell(open ? "reconnecting" : "connecting");
        waiting = setTimeout(comeBack, patienceMs);
      });
    }
  };

  directLine.connectionStatus$.subscribe((/** @type {number} */ value) => {
    if (value === status.online && kept.polls()) {
      kept.keep({ token: directLine.token });
      tell("online");
    }
    if (value === status.ended) tell("ended");
    else if (value === status.expiredToken || value === status.failedToConnect) comeBack();
  });

  addEventListener("offline", () => tell("reconnecting"));
  addEventListener("online", () => lost || tell("online"));

  /** Once the server answers, the page is loaded anew: the conversation goes on where it was. */
  async function comeBack() {
    lost = true;
    tell("unreachable");
    do await pause(retryMs);
    while (lost && !(await askToken(kept.read())));
    if (lost) location.reload();
  }
}

/** Without a socket the messages are fetched every second; only partial texts are missed. */
function pollInstead() {
  kept.poll();
  location.reload();
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
