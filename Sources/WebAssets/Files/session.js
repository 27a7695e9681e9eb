// Whether somebody is still signed in. When nobody is, the page says so, and what is live rests until somebody is again.
const notice = document.querySelector('[data-session]');
const resting = new Set();
let isSignedOut = false;

// Asks the server; true also where it cannot be asked, which the sockets tell by themselves.
export async function isSignedIn() {
  if (!notice) return true;
  try {
    const answer = await fetch(notice.dataset.session, { redirect: 'manual', credentials: 'same-origin' });
    return answer.type !== 'opaqueredirect';
  } catch {
    return true;
  }
}

// Says that nobody is signed in; `resume` is called once somebody is again.
export function signedOut(resume) {
  resting.add(resume);
  if (isSignedOut || !notice) return;
  isSignedOut = true;
  const link = notice.querySelector('a');
  link.search = new URLSearchParams({ next: location.pathname + location.search });
  notice.hidden = false;
}

// Somebody may have signed in in another window meanwhile.
addEventListener('focus', async () => {
  if (!isSignedOut || !(await isSignedIn())) return;
  isSignedOut = false;
  notice.hidden = true;
  for (const resume of resting) resume();
  resting.clear();
});
