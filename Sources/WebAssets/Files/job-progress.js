// Moves the bars of running jobs in place. When a status changes the page is asked for the new rows; rows that have left the
// list (an ended job in the active list) stay, as their own page shows them.
import { listen } from './live-socket.js';
import { coalesce, fetchPage, refresh, replaceElement } from './regions.js';

const group = (number) => number.toLocaleString('en-US');

function files(progress) {
  if (progress.files_scanned == null) return '';
  const total = progress.total_files;
  if (!total) return `${group(progress.files_scanned)} file${progress.files_scanned === 1 ? '' : 's'}`;
  return `${group(progress.files_scanned)} of ${group(total)} file${total === 1 ? '' : 's'}`;
}

const stages = {
  initializing: 'Initializing',
  scanning: 'Scanning',
  analyzing: 'Analyzing',
  generating_report: 'Generating report',
  uploading: 'Uploading',
};

function showProgress(row, progress) {
  const bar = row.querySelector('progress');
  if (!bar) return false;
  if (progress.percentage != null) {
    bar.value = progress.percentage;
    row.querySelector('[data-percent]').textContent = `${Math.floor(progress.percentage)}%`;
  }
  row.querySelector('[data-stage]').textContent = stages[progress.stage] ?? progress.stage;
  row.querySelector('[data-files]').textContent = files(progress);
  row.querySelector('[data-file]').textContent = progress.current_file ?? '';
  return true;
}

// Exchanges a row for the one on its job's own page.
async function refreshRow(row) {
  const page = await fetchPage(row.querySelector('.row-title a').href);
  const fresh = page.querySelector(`.job[data-job="${CSS.escape(row.dataset.job)}"]`);
  if (fresh) {
    const kept = replaceElement(row, fresh);
    kept.dataset.kept = '';
    setTimeout(leave, shown, kept);
  }
  document.dispatchEvent(new Event('safelight:changed'));
}

// How long an ended job stays in a list that it has left, so that its end is seen.
const shown = 30_000;

function leave(row) {
  if (!row.isConnected || !row.parentElement.hasAttribute('data-live')) return;
  if (row.matches(':hover, :focus-within')) setTimeout(leave, shown, row);
  else row.remove();
}

export function attach(list) {
  const source = list.dataset.source;
  const rowOf = (guid) => list.querySelector(`.job[data-job="${CSS.escape(guid)}"]`);
  const ignore = () => {}; // the next frame, or the socket's return, asks again
  const keep = (row) => {
    if (!('kept' in row.dataset)) refreshRow(row).catch(ignore);
  };
  const isOnePage = !list.hasAttribute('data-live');
  const all = async () => {
    await refresh(source, keep);
    if (isOnePage) await refreshRow(list.firstElementChild);
  };
  const refreshSoon = coalesce(150, () => all().catch(ignore));
  const refreshLater = coalesce(2000, () => all().catch(ignore));

  listen(list.dataset.socket, {
    back: refreshSoon,
    frame: (frame) => {
      const row = frame.job_guid ? rowOf(frame.job_guid) : null;
      if (frame.type === 'job_progress') {
        if (!row) return;
        // A bar that is not there yet, or a job that runs before the word of it came.
        if (!showProgress(row, frame.progress) || row.dataset.status === 'assigned') refreshSoon();
      } else if (frame.type === 'job_warning') {
        if (isOnePage) refreshLater();
      } else if (row ? row.dataset.status !== frame.status : !isEnded(frame.status)) {
        refreshSoon();
      }
    },
  });
}

function isEnded(status) {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
