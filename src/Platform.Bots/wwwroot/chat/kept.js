// What the browser remembers between two visits: the conversation's token, and a sentence not yet sent.

/** @typedef {{ token: string, conversationId: string, userId: string, talked: boolean, consents?: boolean }} Kept */

const key = "platform.chat";
const draftKey = "platform.chat.draft";
const pollKey = "platform.chat.polls";

/** @returns {Kept | null} */
export function read() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // storage is blocked or holds something else: begin anew
  }
}

/** @param {Partial<Kept>} changes */
export function keep(changes) {
  attempt(() => localStorage.setItem(key, JSON.stringify({ ...read(), ...changes })));
}

export function forget() {
  attempt(() => localStorage.removeItem(key));
}

/** @param {string} text */
export function keepDraft(text) {
  attempt(() => (text ? sessionStorage.setItem(draftKey, text) : sessionStorage.removeItem(draftKey)));
}

export function takeDraft() {
  let text = "";
  attempt(() => {
    text = sessionStorage.getItem(draftKey) ?? "";
    sessionStorage.removeItem(draftKey);
  });
  return text;
}

/** For this visit, fetch messages instead of holding a socket open. */
export function poll() {
  attempt(() => sessionStorage.setItem(pollKey, "yes"));
}

export function polls() {
  let polling = false;
  attempt(() => (polling = sessionStorage.getItem(pollKey) === "yes"));
  return polling;
}

/** @param {() => void} action */
function attempt(action) {
  try {
    action();
  } catch {
    // Storage is blocked: the conversation lives as long as the page.
  }
}
