// Between Direct Line and Web Chat: the bot's activities get the form that Web Chat 4.18 draws
// (sources as link definitions, a label for generated text, thumbs as actions), and a pressed thumb
// goes out in the form that the platform takes on every channel.

const messageType = "https://schema.org/Message";

/**
 * @param {any} activity as it came from Direct Line
 * @param {string} generatedLabel
 */
export function dressed(activity, generatedLabel) {
  if (activity.type !== "message" || activity.from?.role === "user") return activity;

  const entities = [...(activity.entities ?? [])];
  const at = entities.findIndex((entity) => entity.type === messageType);
  const asksFeedback = activity.channelData?.feedbackLoop || activity.channelData?.feedbackLoopEnabled;
  if (at < 0 && !asksFeedback) return activity;

  const found = at < 0 ? { type: messageType, "@type": "Message", "@context": "https://schema.org" } : entities[at];
  const message = { ...found, "@id": "" }; // Web Chat looks for the entity whose @id is empty: "this message"
  const citations = (message.citation ?? []).map(withSource);
  if ([message.additionalType].flat().includes("AIGeneratedContent")) citations[0] = labelled(citations[0], generatedLabel);
  if (citations.length > 0) message.citation = citations;
  if (asksFeedback && activity.id) message.potentialAction = ["LikeAction", "DislikeAction"].map((type) => thumb(type, activity.id));

  entities.splice(at < 0 ? entities.length : at, 1, message);
  return { ...activity, entities, text: withDefinitions(activity.text ?? "", citations) };
}

/** @param {any} claim */
function withSource(claim) {
  const appearance = { ...claim.appearance };
  if (appearance.url) appearance.url = new URL(appearance.url, location.href).href;
  else appearance.text ??= appearance.abstract; // without an address Web Chat shows the text in a dialog
  return { ...claim, appearance };
}

/** @param {any} claim @param {string} slogan */
function labelled(claim, slogan) {
  return { "@type": "Claim", ...claim, claimInterpreter: { "@type": "Project", slogan } };
}

/** @param {string} type @param {string} id */
function thumb(type, id) {
  return { "@type": type, actionStatus: "PotentialActionStatus", target: { "@type": "EntryPoint", urlTemplate: `#${encodeURIComponent(id)}` } };
}

/**
 * Web Chat links `[1]` when the Markdown defines it.
 * @param {string} text
 * @param {any[]} citations
 */
function withDefinitions(text, citations) {
  const lines = citations
    .filter(({ position, appearance }) => position && appearance && text.includes(`[${position}]`) && !text.includes(`[${position}]:`))
    .map(({ position, appearance }) => `[${position}]: ${appearance.url ?? `cite:${position}`} "${title(appearance.name)}"`);
  return lines.length > 0 ? `${text}\n\n${lines.join("\n")}` : text;
}

/** @param {string | undefined} name */
const title = (name) => (name ?? "").replaceAll('"', "'").replaceAll(/[\\\s]+/g, " ");

/**
 * What a pressed thumb says; null for any other activity.
 * @param {any} activity as Web Chat posts it
 * @returns {{ id: string, reaction: "like" | "dislike" } | null}
 */
export function pressedThumb(activity) {
  if (activity?.name !== "webchat:activity-status/feedback") return null;
  const action = activity.entities?.[0];
  const id = decodeURIComponent(action?.target?.urlTemplate?.slice(1) ?? "");
  return id ? { id, reaction: action["@type"] === "LikeAction" ? "like" : "dislike" } : null;
}

/**
 * @param {{ id: string, reaction: "like" | "dislike" }} thumb
 * @param {string} word
 * @param {string} userId
 */
export function feedback({ id, reaction }, word, userId) {
  return {
    type: "invoke",
    name: "message/submitAction",
    from: { id: userId, role: "user" },
    replyToId: id,
    value: { actionName: "feedback", actionValue: { reaction, feedback: JSON.stringify({ feedbackText: word }) } },
  };
}
