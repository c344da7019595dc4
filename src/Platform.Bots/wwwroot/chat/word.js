// The form that asks for an optional word after a thumb.

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} words
 * @param {(thumb: { id: string, reaction: "like" | "dislike" }, word: string) => Promise<boolean>} send
 */
export function wordForm(form, words, send) {
  const said = /** @type {HTMLElement} */ (form.querySelector("p"));
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const close = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=button]"));
  /** @type {{ id: string, reaction: "like" | "dislike" } | null} */
  let thumb = null;

  close.addEventListener("click", hide);
  form.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!thumb || !input.value.trim()) return hide();
    const kept = await send(thumb, input.value.trim());
    said.textContent = kept ? words.wordSent : words.wordFailed;
    if (kept) {
      form.dataset.done = "";
      setTimeout(hide, 2000);
    }
  });

  function hide() {
    form.hidden = true;
    thumb = null;
  }

  return {
    /** @param {{ id: string, reaction: "like" | "dislike" }} pressed */
    async ask(pressed) {
      thumb = pressed;
      input.value = "";
      delete form.dataset.done;
      form.hidden = false;
      const kept = await send(pressed, "");
      said.textContent = !kept ? words.wordFailed : pressed.reaction === "like" ? words.thanksLiked : words.thanksDisliked;
      if (kept) input.focus();
    },
  };
}
