// The chat page: joins its buttons, Web Chat and the connection.
import { dressed, feedback, pressedThumb } from "./activities.js";
import { connect } from "./connection.js";
import * as kept from "./kept.js";
import { cardConfig, localizedStrings, styleOptions } from "./look.js";
import { openSourcesIn } from "./sources.js";
import { wordForm } from "./word.js";

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);
const settings = JSON.parse(element("settings").textContent);
const words = settings.words;

/** @type {any} */
let directLine = null;

const store = window.WebChat?.createStore({}, () => (/** @type {any} */ next) => (/** @type {any} */ action) => {
  if (action.type === "DIRECT_LINE/POST_ACTIVITY") {
    const thumb = pressedThumb(action.payload.activity);
    if (thumb) return void word.ask(thumb);
  }

  const isIncoming = action.type === "DIRECT_LINE/INCOMING_ACTIVITY" || action.type === "DIRECT_LINE/QUEUE_INCOMING_ACTIVITY";
  if (isIncoming) action = { ...action, payload: { ...action.payload, activity: dressed(invited(action.payload.activity), words.generated) } };
  const own = action.type === "DIRECT_LINE/POST_ACTIVITY_PENDING" || (isIncoming && action.payload.activity.from?.role === "user");
  if (own && action.payload.activity.type === "message") hasTalked();
  return next(action);
});

const word = wordForm(element("word"), words, (thumb, text) => new Promise((resolve) => {
  directLine.postActivity(feedback(thumb, text, kept.read()?.userId ?? "")).subscribe(
    (/** @type {string} */ id) => resolve(id !== "retry"), () => resolve(false));
}));

switchTheme();
openSourcesIn(element("source"), words);
if (store) start();
else tell("notLoaded");

async function start() {
  directLine = await connect(settings.language, tell);
  element("loading").hidden = true;
  element("invitation").hidden = kept.read()?.talked === true;
  element("new").hidden = false;
  element("person").disabled = false;
  askConsent(element("consent"));
  for (const ability of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-says]"))) {
    ability.disabled = false;
    ability.addEventListener("click", () => say(ability.dataset.says ?? ""));
  }
  setTimeout(showAbilities, 1500); // when no greeting comes with examples

  WebChat.renderWebChat({
    directLine,
    store,
    styleOptions,
    adaptiveCardsHostConfig: cardConfig,
    locale: settings.language,
    overrideLocalizedStrings: localizedStrings,
    selectVoice: () => null,
  }, element("chat"));

  const draft = kept.takeDraft();
  if (draft) store.dispatch({ type: "WEB_CHAT/SET_SEND_BOX", payload: { text: draft } });
  addEventListener("pagehide", () => kept.keepDraft(store.getState().sendBoxValue));

  element("person").addEventListener("click", () => say(settings.personMessage));
  element("new").addEventListener("click", startAnew);
  element("language").addEventListener("click", () => kept.read()?.talked || kept.forget()); // greeted anew in the other language
}

/**
 * What the greeting offers stands on the invitation, as long as nobody has said anything.
 * @param {any} activity
 */
function invited(activity) {
  const { suggestedActions, ...rest } = activity;
  if (!suggestedActions?.actions?.length || activity.from?.role === "user" || kept.read()?.talked) return activity;
  const items = suggestedActions.actions.map((/** @type {{ title: string, value: string }} */ { title, value }) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: title });
    button.addEventListener("click", () => say(value));
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  element("examples").replaceChildren(...items);
  element("examples-title").hidden = false;
  showAbilities();
  return rest;
}

/** They stand below the examples and come with them: what moves away from under a finger is not pressed. */
function showAbilities() {
  element("abilities").hidden = false;
}

/** @param {string} text */
function say(text) {
  store.dispatch({ type: "WEB_CHAT/SEND_MESSAGE", payload: { text } });
  document.querySelector("#chat textarea, #chat input")?.focus();
}

/**
 * Whether this conversation may be learned from: off until the person switches it on, and told to the server as an event.
 * @param {HTMLInputElement} box
 */
function askConsent(box) {
  box.disabled = false;
  box.checked = kept.read()?.consents === true;
  box.addEventListener("change", () => {
    const value = box.checked;
    directLine.postActivity({ type: "event", name: "training-consent", value, from: { id: kept.read()?.userId ?? "", role: "user" } }).subscribe(
      (/** @type {string} */ id) => (id === "retry" ? (box.checked = !value) : kept.keep({ consents: value })), () => (box.checked = !value));
  });
}

function hasTalked() {
  if (element("invitation").hidden && kept.read()?.talked) return;
  element("invitation").hidden = true;
  kept.keep({ talked: true });
}

function startAnew() {
  if (kept.read()?.talked && !confirm(words.confirmNew)) return;
  kept.forget();
  location.reload();
}

/** @param {import("./connection.js").State | "notLoaded"} state */
function tell(state) {
  element("status").dataset.state = state;
  element("status").textContent = words[state === "unreachable" || state === "notLoaded" ? "connecting" : state];
  const isBad = state === "unreachable" || state === "notLoaded";
  element("notice").hidden = !isBad;
  element("notice").querySelector("span").textContent = isBad ? words[state] : "";
  if (isBad) element("loading").hidden = true;
}

element("notice").querySelector("button").addEventListener("click", () => location.reload());

function switchTheme() {
  const button = element("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    show();
  });
  system.addEventListener("change", show);
  show();
}
