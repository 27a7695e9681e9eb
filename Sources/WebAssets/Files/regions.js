// Fetches a page again and exchanges its live regions for the new ones in place: rows by their key, the rest as a whole.
// Scroll and focus stay where they are; a region that is just being used is left alone until the next time.
import { attach } from './app.js';
import { signedOut } from './session.js';

export async function fetchPage(address) {
  const response = await fetch(address, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} for ${address}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (response.redirected && !page.querySelector('[data-session]')) {
    signedOut(() => document.dispatchEvent(new Event('safelight:changed')));
    throw new Error('signed out');
  }
  return page;
}

const keyOf = (row) => row.dataset.job && row.matches('.job') ? row.dataset.job : row.dataset.agent;
const isInUse = (element) => element.querySelector('details[open], dialog') !== null;
const focusable = 'a[href], button, input, select, summary, [tabindex]';

export function replaceElement(old, fresh) {
  if (isInUse(old)) return old;
  const index = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
  const node = document.adoptNode(fresh);
  old.replaceWith(node);
  if (index >= 0) node.querySelectorAll(focusable)[index]?.focus({ preventScroll: true });
  attach(node);
  return node;
}

// Brings a list up to date; returns the rows that the new page does not have.
function reconcile(list, fresh) {
  const present = new Map([...list.children].map((row) => [keyOf(row), row]));
  let previous = null;
  for (const row of [...fresh.children]) {
    const old = present.get(keyOf(row));
    present.delete(keyOf(row));
    if (old) {
      previous = old.outerHTML === row.outerHTML ? old : replaceElement(old, row);
    } else {
      const node = document.adoptNode(row);
      if (previous) previous.after(node);
      else list.prepend(node);
      attach(node);
      previous = node;
    }
  }
  return [...present.values()];
}

// Rows that are gone from the page are handed to `gone`, which decides what becomes of them.
export async function refresh(address, gone = (row) => row.remove()) {
  const page = await fetchPage(address);
  for (const region of document.querySelectorAll('[data-live]')) {
    const fresh = page.getElementById(region.id);
    if (!fresh) continue;
    if (region.matches('ul')) reconcile(region, fresh).forEach(gone);
    else if (region.innerHTML !== fresh.innerHTML && !isInUse(region)) {
      replaceElement(region, fresh);
    }
  }
  document.dispatchEvent(new Event('safelight:changed'));
}

// Calls a function at most once per pause, the last call never lost.
export function coalesce(pause, action) {
  let timer = 0;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      action();
    }, pause);
  };
}
