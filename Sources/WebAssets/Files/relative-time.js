// Keeps relative times and running clocks true, and shows exact times in the reader's zone.
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

function words(milliseconds) {
  const seconds = Math.trunc(Math.abs(milliseconds) / 1000);
  if (seconds < 5) return 'just now';
  // What lies ahead is rounded up: a token that lasts a day does not begin with 23 h.
  const round = milliseconds < 0 ? Math.trunc : Math.ceil;
  const days = round(seconds / 86_400);
  let amount = `${days} day${days === 1 ? '' : 's'}`;
  if (seconds < 60) amount = `${seconds} s`;
  else if (seconds < 3600) amount = `${round(seconds / 60)} min`;
  else if (seconds < 86_400) amount = `${round(seconds / 3600)} h`;
  return milliseconds < 0 ? `${amount} ago` : `in ${amount}`;
}

function duration(milliseconds) {
  const seconds = Math.max(0, Math.trunc(milliseconds / 1000));
  const pair = (first, unit, second, small) => (second ? `${first} ${unit} ${second} ${small}` : `${first} ${unit}`);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(Math.trunc(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 1440) return pair(Math.trunc(minutes / 60), 'h', minutes % 60, 'min');
  return pair(Math.trunc(minutes / 1440), 'd', Math.trunc(minutes / 60) % 24, 'h');
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function updateClocks() {
  for (const clock of document.querySelectorAll('[data-elapsed]')) {
    write(clock, duration(Date.now() - Date.parse(clock.dataset.elapsed)));
  }
}

function updateTimes() {
  for (const time of document.querySelectorAll('time[data-relative]')) {
    const instant = Date.parse(time.dateTime);
    write(time, words(instant - Date.now()));
    time.title = exact.format(instant);
  }
}

function writeExactTimes() {
  for (const time of document.querySelectorAll('time[data-exact]')) write(time, exact.format(Date.parse(time.dateTime)));
}

export function attach() {
  writeExactTimes();
  updateTimes();
  updateClocks();
  setInterval(updateClocks, 1000);
  setInterval(updateTimes, 10_000);
  document.addEventListener('safelight:changed', () => {
    updateTimes();
    updateClocks();
  });
}
