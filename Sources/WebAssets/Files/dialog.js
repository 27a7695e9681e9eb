// Shows a page's question over the page: fetches the address that would show it without a script, and takes its dialog.
import { attach as attachModules } from './app.js';
import { fetchPage, refresh } from './regions.js';

// opener: what gets the focus back when the dialog closes.
function show(dialog, { leave, opener }) {
  const back = dialog.querySelector('[data-dialog-close]');
  dialog.removeAttribute('open');
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    opener?.focus({ preventScroll: true });
    if (back) leave?.(new URL(back.href));
  });
  attachModules(dialog);
  dialog.showModal();
  dialog.querySelector('[aria-invalid], [autofocus]')?.focus();
}

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form[data-dialog]');
  if (!form) return;
  event.preventDefault();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form, event.submitter));
  const menu = form.closest('details[open]');
  menu?.removeAttribute('open');
  // A button in a menu is not there any more when the menu is closed.
  const opener = menu?.querySelector('summary') ?? event.submitter;
  try {
    const dialog = (await fetchPage(address)).querySelector('dialog');
    if (!dialog) throw new Error('the page asks nothing');
    show(document.adoptNode(dialog), { opener });
  } catch {
    location.assign(address);
  }
});

document.addEventListener('click', (event) => {
  const close = event.target.closest('[data-dialog-close]');
  const dialog = close?.closest('dialog:modal');
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
});

const waiting = document.querySelector('dialog[open]:not(:modal)');
if (waiting) {
  const leave = (address) => {
    // What a form was answered with is left for good: a reload would send the form again.
    if (!location.search.includes('dialog=')) return location.replace(address);
    history.replaceState(null, '', address);
    refresh(address).catch(() => {}); // what is shown stays right, only older
  };
  show(waiting, { leave, opener: document.getElementById('content') });
}
