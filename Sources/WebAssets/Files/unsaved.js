// Asks before a page is left by a link or a closed window while its form holds what nobody has sent.
export function attach(form) {
  let isSent = false;
  const isChanged = (field) => {
    if (field.type === 'hidden' || !field.name) return false;
    if (field.options) {
      const usual = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(0, usual);
    }
    if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
    return 'defaultValue' in field && field.value !== field.defaultValue;
  };
  // Added by hand, or by the server's answer to a button that saves nothing.
  const isDirty = () => 'unsaved' in form.dataset || [...form.elements].some(isChanged);
  form.addEventListener('submit', ({ submitter }) => {
    if (submitter?.value !== 'check') isSent = true; // a check leaves the page as it is
  });
  addEventListener('pageshow', () => {
    isSent = false;
  });
  addEventListener('beforeunload', (event) => {
    if (!isSent && isDirty()) event.preventDefault();
  });
}
