/**
 * What the staff pages do where scripts run. Every page can be read and posted without it; only
 * passkeys and pushes need it.
 */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { keepDrafts } from './drafts.ts';
import { keepTrue } from './live.ts';
import { pageWorker, trusted } from './trusted.ts';

function field(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
}

function say(form: HTMLFormElement, words: string): void {
  const status = form.querySelector('[data-sign-status]');
  if (status !== null) status.textContent = words;
}

/** Before a form goes, something is made for one of its hidden fields; then it goes by itself. */
function before(
  form: HTMLFormElement,
  name: string,
  make: () => Promise<string>,
  waiting: string,
): void {
  form.addEventListener('submit', (event) => {
    const input = field(form, name);
    if (input === null || input.value !== '') return;
    event.preventDefault();
    const { submitter } = event;
    say(form, waiting);
    make().then(
      (value) => {
        input.value = value;
        form.requestSubmit(submitter instanceof HTMLElement ? submitter : null);
      },
      () => say(form, 'That did not work. Nothing was sent; please try again.'),
    );
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-assert]')) {
  const options = JSON.parse(form.dataset.assert ?? 'null');
  before(
    form,
    'assertion',
    async () => JSON.stringify(await startAuthentication({ optionsJSON: options })),
    'Waiting for your passkey',
  );
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-register]')) {
  const options = JSON.parse(form.dataset.register ?? 'null');
  before(
    form,
    'registration',
    async () => JSON.stringify(await startRegistration({ optionsJSON: options })),
    'Waiting for your new passkey',
  );
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sign]')) {
  before(
    form,
    'assertion',
    async () => {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.sign ?? '', { method: 'POST', body });
      const begun = await answer.json();
      if (!answer.ok) throw new Error('the server did not prepare this');
      return JSON.stringify(await startAuthentication({ optionsJSON: begun.options }));
    },
    'Waiting for your passkey. It signs exactly what stands above.',
  );
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-hash-file]')) {
  const file = field(form, 'file');
  const hash = field(form, 'deviceSha256');
  file?.addEventListener('change', async () => {
    const chosen = file.files?.[0];
    if (hash === null || chosen === undefined) return;
    const digest = await crypto.subtle.digest('SHA-256', await chosen.arrayBuffer());
    hash.value = Array.from(new Uint8Array(digest), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-push]')) {
  before(form, 'subscription', () => subscribe(form.dataset.push ?? ''), 'Asking this browser');
}

async function subscribe(key: string): Promise<string> {
  const script = trusted.createScriptURL(pageWorker);
  const worker = await navigator.serviceWorker.register(script, { scope: '/' });
  await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  return JSON.stringify(subscription.toJSON());
}

keepTrue();
keepDrafts();
