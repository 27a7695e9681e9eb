// Copies a line's text; the button is there only where this works.
function copy(source) {
  if (navigator.clipboard) return navigator.clipboard.writeText(source.textContent);
  getSelection().selectAllChildren(source); // plain HTTP has no clipboard of its own
  return document.execCommand('copy') ? Promise.resolve() : Promise.reject(new Error('not allowed'));
}

export function attach(line) {
  const button = line.querySelector('button');
  const word = button.querySelector('span');
  const said = line.querySelector('.said');
  button.hidden = false;
  button.addEventListener('click', async () => {
    const source = line.querySelector('[data-copy]');
    try {
      await copy(source);
      word.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(source);
      word.textContent = 'Selected';
    }
    said.textContent = word.textContent; // the button's own name stays what it does
    setTimeout(() => {
      word.textContent = 'Copy';
      said.textContent = '';
    }, 2000);
  });
}
