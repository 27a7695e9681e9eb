// Applies a filter as soon as it is chosen, and keeps empty ones out of the address.
export function attach(form) {
  form.querySelector('button').hidden = form.elements.q === undefined;
  form.addEventListener('change', (event) => {
    if (event.target.matches('select')) form.requestSubmit();
  });
  form.addEventListener('submit', () => {
    for (const field of form.elements) {
      if (field.name && field.value === '') field.disabled = true;
    }
  });
  addEventListener('pageshow', () => {
    for (const field of form.elements) field.disabled = false;
  });
}
