// `/` goes to the search or filter, `g` and a letter to a page (the links carry their letters), `?` shows all keys.
let isWaiting = false;

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.closest('input, textarea, select, [contenteditable]') !== null;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog:modal')) return;
  if (isWaiting) {
    isWaiting = false;
    const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  } else if (event.key === 'g') {
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
    }, 1500);
  } else if (event.key === '/') {
    const search = document.querySelector('[role=search] :is(input:not([type=hidden]), select)');
    if (!search) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === '?') {
    document.querySelector('form[data-keys]')?.requestSubmit();
  }
});
