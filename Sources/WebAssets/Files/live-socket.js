// A WebSocket that comes back by itself, with full jitter between tries. While one is away the page says so.
import { isSignedIn, signedOut } from './session.js';

const longestPause = 10_000;
const away = new Set();

function showState() {
  const banner = document.querySelector('[data-live-state]');
  if (banner) banner.hidden = away.size === 0;
}

// handlers: frame(object) for each frame; state('open' | 'away'); back() when it opens again after it was away.
export function listen(path, handlers) {
  const self = {};
  let socket = null;
  let tries = 0;
  let wasAway = false;
  let timer = 0;

  function open() {
    clearTimeout(timer);
    const address = new URL(path, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    socket = new WebSocket(address);
    socket.onopen = () => {
      tries = 0;
      away.delete(self);
      showState();
      handlers.state?.('open');
      if (wasAway) handlers.back?.();
      wasAway = false;
    };
    socket.onmessage = (event) => {
      let frame;
      try {
        frame = JSON.parse(event.data);
      } catch {
        return; // a frame that is not JSON says nothing that could be shown
      }
      handlers.frame(frame);
    };
    socket.onclose = async () => {
      socket = null;
      wasAway = true;
      away.add(self);
      setTimeout(showState, 1500);
      handlers.state?.('away');
      const pause = Math.random() * Math.min(longestPause, 500 * 2 ** tries++);
      if (await isSignedIn()) {
        timer = setTimeout(open, pause);
        return;
      }
      away.delete(self);
      showState();
      signedOut(open);
    };
  }

  function close() {
    clearTimeout(timer);
    if (!socket) return;
    socket.onclose = null;
    socket.close();
    socket = null;
  }

  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => {
    if (event.persisted) open();
  });
  addEventListener('online', () => {
    if (!socket) open();
  });
  open();
}
