// Counts new notifications at the bell.
import { listen } from './live-socket.js';
import { refresh } from './regions.js';

export function attach(bell) {
  const mark = bell.querySelector('.count');
  listen(bell.dataset.socket, {
    frame: (frame) => {
      if (frame.type !== 'notification') return;
      const unread = Number(bell.dataset.unread) + 1;
      bell.dataset.unread = unread;
      mark.hidden = false;
      mark.textContent = unread > 99 ? '99+' : unread;
      bell.setAttribute('aria-label', `Notifications, ${unread.toLocaleString('en-US')} unread`);
      if (document.getElementById('notices')) refresh(location.href).catch(() => {}); // the next one asks again
    },
  });
}
