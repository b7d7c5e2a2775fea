import { trusted } from './trusted.ts';

/**
 * Keeps an open page true: when the server says that something changed, the page's own address is
 * read again and its main part replaced. What somebody is typing is never thrown away.
 */
export function keepTrue(): void {
  const place = document.querySelector<HTMLElement>('[data-live]');
  if (place === null || !('EventSource' in window)) return;
  const topics = [place.dataset.live, place.dataset.liveAlso].filter(
    (topic) => topic !== undefined,
  );
  const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join('&');
  const source = new EventSource(`/live?${query}`);
  let isWaiting = false;
  source.addEventListener('changed', () => {
    if (isWaiting) return;
    isWaiting = true;
    // Several facts of one act arrive together; one reading shows them all.
    setTimeout(() => {
      isWaiting = false;
      void readAgain();
    }, 120);
  });
}

async function readAgain(): Promise<void> {
  if (isTyping()) return offer();
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (answer === null || !answer.ok) return;
  const html = await answer.text();
  const parsed = new DOMParser().parseFromString(trusted.createHTML(html), 'text/html');
  const fresh = parsed.querySelector('[data-live]');
  const old = document.querySelector('[data-live]');
  if (fresh === null || old === null || isTyping()) return offer();
  const open = [...old.querySelectorAll('details')].map((each) => each.open);
  const focused = document.activeElement?.id ?? '';
  old.replaceWith(document.adoptNode(fresh));
  fresh.querySelectorAll('details').forEach((each, index) => {
    if (open[index] === true) each.open = true;
  });
  if (focused !== '') document.getElementById(focused)?.focus();
}

function isTyping(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    '[data-live] input:not([type="hidden"]), [data-live] textarea',
  );
  const lists = document.querySelectorAll<HTMLSelectElement>('[data-live] select');
  return [...lists].some(isChosen) || [...fields].some((each) => each.value !== each.defaultValue);
}

/** Whether somebody chose another option than the page came with. */
function isChosen(list: HTMLSelectElement): boolean {
  const came = [...list.options].find((option) => option.defaultSelected) ?? list.options[0];
  return came !== undefined && !came.selected;
}

function offer(): void {
  if (document.getElementById('page-news') !== null) return;
  const note = document.createElement('p');
  note.id = 'page-news';
  note.setAttribute('role', 'status');
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = 'Something changed. Show it now (what you typed here stays until then).';
  note.append(link);
  document.querySelector('main')?.prepend(note);
}
