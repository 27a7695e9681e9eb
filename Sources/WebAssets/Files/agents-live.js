// Keeps the list of agents up to date: a frame that says something new makes the page ask for the new rows.
import { listen } from './live-socket.js';
import { coalesce, refresh } from './regions.js';

function says(row, agent) {
  return (
    row !== null &&
    row.dataset.status === agent.status &&
    row.dataset.paused === String(agent.paused) &&
    row.dataset.name === agent.name &&
    row.dataset.job === (agent.current_job_guid ?? '')
  );
}

export function attach(list) {
  const ignore = () => {}; // the next frame, or the next half minute, asks again
  const refreshSoon = coalesce(150, () => refresh(list.dataset.source).catch(ignore));
  const { only } = list.dataset; // the one agent of its own page
  const refreshLater = coalesce(5_000, refreshSoon);
  const rowOf = (guid) => list.querySelector(`[data-agent="${CSS.escape(guid)}"]`);

  listen(list.dataset.socket, {
    back: refreshSoon,
    frame: (frame) => {
      if (only && only !== (frame.data?.guid ?? frame.agent_guid)) return;
      if (frame.type === 'agent_deleted') rowOf(frame.agent_guid)?.remove();
      else if (frame.type === 'agent_status') {
        const row = rowOf(frame.data.guid);
        // On a part of a long list most agents are elsewhere.
        if (row === null && 'part' in list.dataset) refreshLater();
        else if (!says(row, frame.data)) refreshSoon();
      }
    },
  });
  // Signs of life are no frames of their own.
  setInterval(() => {
    if (!document.hidden) refreshSoon();
  }, 30_000);
}
