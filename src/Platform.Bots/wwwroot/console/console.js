// What the console needs of the browser: its clock, its keys, dialogs.
let pages = null;
let keys = new Set();

export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
}

export function listen(dotnet, names) {
  if (pages === null) document.addEventListener('keydown', onKey);
  pages = dotnet;
  keys = new Set(names);
}

export function show(dialog) {
  if (!dialog.open) dialog.showModal();
}

export function focus(id) {
  document.getElementById(id)?.focus();
}

export function scrollTo(id) {
  document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
}

export function select(id) {
  document.getElementById(id)?.select();
}

export function copy(text) {
  return navigator.clipboard.writeText(text);
}

function onKey(event) {
  if (event.isComposing || event.altKey || document.querySelector('dialog[open]')) return;
  const control = event.ctrlKey || event.metaKey;
  const name = (control ? 'ctrl+' : '') + event.key.toLowerCase();
  if (!keys.has(name) || (!control && isTyping(event))) return;
  event.preventDefault();
  pages.invokeMethodAsync('Pressed', name);
}

function isTyping(event) {
  const target = event.composedPath()[0];
  if (event.key === 'Escape') return false;
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName) ||
    /^fluent-(text-input|textarea|dropdown)$/i.test(target.tagName));
}
