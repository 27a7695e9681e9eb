// Changes the theme without loading the page again; the server remembers it.
export function attach(form) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const chosen = event.submitter;
    const body = new URLSearchParams(new FormData(form, chosen));
    if (chosen.value === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen.value;
    for (const button of form.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button === chosen));
    }
    try {
      await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
    } catch {
      // the choice holds for this page; the next one asks the server again
    }
  });
}
