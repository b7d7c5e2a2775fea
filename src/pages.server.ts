import { fail, redirect } from '@sveltejs/kit';
import type { Desk } from '#district/desk';
import { momentOfField } from '#std/moment-words';
import { refusalWords } from '#translations/refusals.en';
import { type PostAnswer, postTo, readPost, type Subject, typed } from './doors.server.ts';

type Locals = App.Locals;

/** Sends somebody we do not know to the page where they sign in, and back afterwards. */
export function mustBeKnown(locals: Locals, path: string): Desk {
  const { who } = locals.desk;
  if (who.kind === 'nobody' || who.kind === 'lapsed') {
    redirect(303, `/sign-in?to=${encodeURIComponent(path)}`);
  }
  return locals.desk;
}

/** Sends anybody but a signed-in person to the page where they sign in. */
export function mustBePerson(locals: Locals, path: string) {
  const { who } = locals.desk;
  if (who.kind !== 'person') redirect(303, `/sign-in?to=${encodeURIComponent(path)}`);
  return { desk: locals.desk, who };
}

/** Where somebody may be sent after signing in: a path of our own, and nothing else. */
export function pathOf(text: string | null): string {
  return text?.match(/^\/(?![/\\])[\w\-./?=&%]*$/) ? text : '/';
}

// A form says times as the wall clock of the district says them.
function withMoments(form: FormData, zone: string): FormData {
  for (const name of ['happenedAt', 'validFrom', 'validUntil', 'from', 'until']) {
    const text = form.get(name);
    if (typeof text !== 'string' || text === '' || text.endsWith('Z')) continue;
    form.set(name, momentOfField(text, zone) ?? text);
  }
  return form;
}

/**
 * Takes a form to its door and answers as a page does: forward when done, back with everything that
 * was typed when not.
 */
export async function takeForm(
  event: { locals: Locals; request: Request },
  subject: Subject,
  id: string,
  forward: string,
) {
  const { world, desk } = event.locals;
  const form = await event.request.formData();
  const kept = typed(form);
  const moments = withMoments(form, world.pack.district.timeZone);
  const answer = await postTo(world, desk, readPost(moments, subject, id));
  return asPage(answer, kept, forward, desk);
}

function asPage(answer: PostAnswer, kept: Record<string, string>, forward: string, desk: Desk) {
  switch (answer.kind) {
    case 'done':
      return redirect(303, forward);
    case 'journaled':
      return {
        kept: null,
        problems: [],
        found: [],
        refusal: null,
        isLost: false,
        journaled: answer,
      };
    case 'refused': {
      // A session that ran out loses nothing that was typed: the page shows it and asks to sign in.
      const isLost = desk.who.kind === 'lapsed' || desk.who.kind === 'nobody';
      const refusal = refusalWords(answer.refusal);
      return fail(isLost ? 401 : 409, { ...empty, kept, refusal, isLost });
    }
    case 'unreadable':
      return fail(400, { ...empty, kept, problems: answer.problems });
    case 'reconsider':
      return fail(422, { ...empty, kept, found: answer.found });
    case 'step-up-first':
      return redirect(303, `/step-up?to=${encodeURIComponent(forward)}`);
    case 'unknown':
      return fail(404, { ...empty, kept, refusal: 'There is no such act.' });
  }
}

const empty = {
  kept: null as Record<string, string> | null,
  problems: [] as readonly { field: string; problem: string }[],
  found: [] as readonly { words: string; why: string }[],
  refusal: null as string | null,
  isLost: false,
  journaled: null as { called: number; listTakenAt: string | null } | null,
};

export { typed } from './doors.server.ts';
