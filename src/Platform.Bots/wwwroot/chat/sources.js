// A source opens beside the conversation; with Ctrl, a middle click or without a script it is an ordinary page.

/**
 * @param {HTMLDialogElement} dialog
 * @param {Record<string, string>} words
 */
export function openSourcesIn(dialog, words) {
  const text = /** @type {HTMLElement} */ (dialog.querySelector(".source__text"));
  const page = /** @type {HTMLAnchorElement} */ (dialog.querySelector("a"));
  dialog.querySelector("header button")?.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside the panel

  document.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = /** @type {HTMLAnchorElement | null} */ (event.target.closest("#chat a[href]"));
    if (!link || link.origin !== location.origin || !link.pathname.startsWith("/sources/")) return;
    event.preventDefault();
    page.href = link.href;
    text.textContent = words.sourceLoading;
    dialog.showModal();
    text.replaceChildren(...(await read(link.href)));
    text.scrollTop = 0;
  });

  /** @param {string} url @returns {Promise<Node[]>} */
  async function read(url) {
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (answer.ok || answer.status === 404) {
        const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
        if (main) return [...main.childNodes].map((node) => document.importNode(node, true));
      }
    } catch {
      // Said below.
    }
    return [new Text(words.sourceFailed)];
  }
}
