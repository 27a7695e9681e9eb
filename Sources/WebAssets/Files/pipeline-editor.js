// Checks a pipeline while it is typed: posts the form after a pause and exchanges the answer's check for the one that is there.
const pause = 400;
const again = 5000;
const largest = 1_000_000;

// Exchanges the parts that say something new; what is scrolled, open or has the focus in them stays so.
function show(check, fresh) {
  [...check.children].forEach((part, number) => {
    const next = fresh.children[number];
    if (part.innerHTML === next.innerHTML) return;
    const inside = () => [...part.querySelectorAll('.canvas, summary')];
    const focused = inside().indexOf(document.activeElement);
    const { scrollLeft = 0, scrollTop = 0 } = part.querySelector('.canvas') ?? {};
    const isOpen = part.querySelector('details[open]') !== null;
    part.replaceChildren(...next.childNodes);
    part.querySelector('.canvas')?.scrollTo(scrollLeft, scrollTop);
    if (isOpen) part.querySelector('details')?.setAttribute('open', '');
    inside()[focused]?.focus({ preventScroll: true });
  });
}

function complain(check, text) {
  const line = document.createElement('p');
  line.className = 'live-state';
  line.textContent = text;
  check.firstElementChild.replaceChildren(line);
}

const failed = 'The check does not get through, so what it says is old. Trying again…';

async function ask(form, signal) {
  const body = new URLSearchParams(new FormData(form));
  body.set('do', 'check');
  const response = await fetch(form.action, {
    method: 'POST', body, signal, headers: { accept: 'text/html' }, credentials: 'same-origin',
  });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const check = page.getElementById('check');
  if (check) return { check };
  if (response.status === 401) return { text: 'You are signed out. Sign in in another window; what you typed stays here.' };
  return { text: page.querySelector('.lead')?.textContent ?? failed };
}

// The last field for an output that is filled in is followed by an empty one.
function grow(field) {
  if (!field.matches('.outputs > input:last-of-type') || field.value.trim() === '') return;
  const next = field.cloneNode();
  next.value = '';
  next.removeAttribute('value');
  const number = Number(field.name.match(/\d+$/)[0]) + 1;
  next.name = field.name.replace(/\d+$/, number);
  next.setAttribute('aria-label', `Leads to, ${number + 1}`);
  field.after(next);
}

// What leads to a node goes on leading to it under its new id; the lists offer the ids that there are.
function rename(form, field) {
  const ids = [...form.querySelectorAll('.stage [name$=".id"]')];
  const was = field.dataset.was ?? field.defaultValue;
  field.dataset.was = field.value;
  if (was && field.value.trim() && !ids.some((other) => other.value === was)) {
    for (const output of form.querySelectorAll('.outputs input')) {
      if (output.value === was) output.value = field.value;
    }
  }
  const offered = ids.filter((id) => id.value && form.elements[id.name.replace(/id$/, 'type')].value !== 'capture');
  form.querySelector('#ids').replaceChildren(
    ...offered.map((id) => new Option(form.elements[id.name.replace(/id$/, 'name')].value, id.value)),
  );
}

function readFiles(place, area) {
  const [input, complaint] = place.querySelectorAll('input, .error');
  place.hidden = false;
  input.addEventListener('change', async () => {
    const [file] = input.files;
    if (!file) return;
    complaint.hidden = file.size <= largest;
    complaint.textContent = `${file.name} is larger than 1 MB, which no pipeline is.`;
    if (!complaint.hidden) return;
    area.value = await file.text();
    input.value = '';
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  });
}

export function attach(form) {
  const check = document.getElementById('check');
  let timer = 0;
  let asking = null;

  async function run() {
    clearTimeout(timer);
    asking?.abort();
    const { signal } = (asking = new AbortController());
    try {
      const answer = await ask(form, signal);
      if (signal.aborted) return;
      if (answer.check) show(check, answer.check);
      else complain(check, answer.text);
    } catch {
      if (signal.aborted) return;
      complain(check, failed);
      timer = setTimeout(run, again);
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(run, pause);
  }

  form.querySelector('[data-check]').hidden = true;
  form.addEventListener('input', ({ target }) => {
    if (target.hasAttribute('aria-invalid')) {
      target.removeAttribute('aria-invalid');
      target.closest('.field').querySelector('.error')?.remove();
    }
    // Words about a node as a whole may be mended at any other: the check says whether they are.
    for (const words of form.querySelectorAll('.stage > .error')) words.remove();
    grow(target);
    soon();
  });
  form.addEventListener('change', ({ target }) => {
    if (target.matches('.stage [name$=".id"], .stage [name$=".name"]')) {
      if (target.name.endsWith('.id')) rename(form, target);
      soon();
    }
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value !== 'check') return;
    event.preventDefault();
    run();
  });
  const place = form.querySelector('[data-import]');
  if (place) readFiles(place, form.elements.yaml);
  // Going back, browsers bring what was typed back, too.
  const isTyped = (field) => field.type !== 'hidden' && (field.defaultValue ?? field.value) !== field.value;
  if ([...form.elements].some(isTyped)) soon();
}
