// Keeps the agent badge of the top bar up to date.
import { listen } from './live-socket.js';

const count = (number, noun) => `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;

function wording(data) {
  switch (data.status) {
    case 'running':
      return [data.running_jobs_count.toLocaleString('en-US'), `Agents: ${count(data.running_jobs_count, 'job')} running`];
    case 'idle':
      return [data.idle_count.toLocaleString('en-US'), `Agents: ${count(data.idle_count, 'agent')} idle`];
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
  listen(badge.dataset.socket, {
    frame: (frame) => {
      if (frame.type === 'pool_status') show(frame.data);
    },
    state: (state) => {
      if (state === 'away') show({ status: 'unknown' });
    },
  });
}
