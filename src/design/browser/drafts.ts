/**
 * Keeps what is typed into a form until it was sent: a reload, a dead battery of patience or a
 * failed post loses nothing. It stays in this tab and goes with it.
 */
export function keepDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-keep]')) {
    const key = `draft:${location.pathname}`;
    restore(form, sessionStorage.getItem(key));
    form.addEventListener('input', () => sessionStorage.setItem(key, textOf(form)));
    form.addEventListener('submit', () => sessionStorage.setItem(`${key}:sent`, 'yes'));
  }
  forgetSent();
}

type Typed = Record<string, string>;
type TextField = HTMLInputElement | HTMLTextAreaElement;

function fieldsOf(form: HTMLFormElement): TextField[] {
  return [
    ...form.querySelectorAll<TextField>('input[type="text"], input[type="number"], textarea'),
  ];
}

function textOf(form: HTMLFormElement): string {
  const typed: Typed = {};
  for (const field of fieldsOf(form)) if (field.value !== '') typed[field.name] = field.value;
  return JSON.stringify(typed);
}

function restore(form: HTMLFormElement, kept: string | null): void {
  if (kept === null) return;
  const typed: Typed = JSON.parse(kept);
  for (const field of fieldsOf(form)) {
    const value = typed[field.name];
    if (value !== undefined && field.value === '') field.value = value;
  }
}

// A draft is forgotten once its form was sent and another page came back.
function forgetSent(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith('draft:') || !key.endsWith(':sent')) continue;
    const draft = key.slice(0, -':sent'.length);
    if (draft === `draft:${location.pathname}`) continue;
    sessionStorage.removeItem(draft);
    sessionStorage.removeItem(key);
  }
}
