// Words that the server has not acknowledged yet: kept in this tab from the first letter on. A field with data-unsent="PLACE" is watched.
const prefix = 'platform.unsent.';

document.addEventListener('input', (event) => {
  const place = event.target?.dataset?.unsent;
  if (place !== undefined) keep(place, { text: event.target.value });
});

export function read(place) {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + place) ?? 'null');
  } catch {
    return null; // storage is blocked or holds something else
  }
}

// With the key under which they are sent; words that are changed lose it.
export function keep(place, words) {
  attempt(() => (words.text ? sessionStorage.setItem(prefix + place, JSON.stringify(words)) : sessionStorage.removeItem(prefix + place)));
}

export function forget(place) {
  attempt(() => sessionStorage.removeItem(prefix + place));
}

function attempt(action) {
  try {
    action();
  } catch {
    // Storage is blocked: the words live as long as the page.
  }
}
