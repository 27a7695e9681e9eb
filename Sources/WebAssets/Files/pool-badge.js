// Keeps the agent badge of the top bar up to date.
import { listen } from './live-socket.js';
import { coalesce, refresh } from './regions.js';

const count = (number, noun) => `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;

function wording(data) {
  switch (data.status) {
    case 'running':
      return [`${data.running_jobs_count.toLocaleString('en-US')} running`, `Agents: ${count(data.running_jobs_count, 'job')} running`];
    case 'idle':
      return [`${data.idle_count.toLocaleString('en-US')} idle`, `Agents: ${count(data.idle_count, 'agent')} idle`];
    case 'offline':
      return ['Offline', 'Agents: none is online'];
    default:
      return ['unknown', 'Agents: unknown, live updates are away'];
  }
}

export function attach(badge) {
  const show = (data) => {
    const [text, label] = wording(data);
    badge.dataset.state = data.status;
    badge.querySelector('.count').textContent = text;
    badge.setAttribute('aria-label', label);
    badge.title = label;
  };
  // What a page says of agents (who is away, what cannot run) may have changed with the pool. Rows of jobs are looked after by
  // their own module.
  const others = (row) => {
    if (!row.matches('.job')) row.remove();
  };
  const refreshSoon = coalesce(1000, () => refresh(location.href, others).catch(() => {}));
  let isFirst = true;
  listen(badge.dataset.socket, {
    frame: (frame) => {
      if (frame.type !== 'pool_status') return;
      show(frame.data);
      if (!isFirst && document.querySelector('[data-live]')) refreshSoon();
      isFirst = false;
    },
    state: (state) => {
      if (state === 'away') show({ status: 'unknown' });
    },
  });
}
