import { z } from 'zod';
import type { Desk } from '#district/desk';
import { isSteppedUp } from '#district/sessions';
import {
  clearNotice,
  type NoticeOutcome,
  noteCall,
  requestCorrection,
  withdrawNotice,
} from '#notice/acts';
import { type DoorAnswer, door, type Knock } from '#platform/door';
import { saidLine, words } from '#platform/read';
import { known, type NoticeId } from '#std/ids';
import { releaseToFamilies } from './tell.server.ts';

type Here = Knock<unknown, Desk>;

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'this is no digest of a text');

function aboutOf(here: Here) {
  return { notice: known<NoticeId>(here.id), act: known<never>(here.act) };
}

function answerOf(outcome: NoticeOutcome): DoorAnswer {
  if (outcome.kind === 'refused') return outcome;
  const facts = outcome.recorded.map(({ position, event }) => ({ position, type: event.type }));
  return { kind: 'done', body: { version: outcome.version, facts } };
}

// What reaches families is asked for by somebody who proved just now who they are. A program has
// nothing to prove it with: its token is the proof, and counsel still cleared these exact texts.
function mustStepUp(here: Here): boolean {
  const { who, house } = here.desk;
  return who.kind === 'person' && who.by === 'session' && !isSteppedUp(who, house.clock.now());
}

/** Every act on a notice. */
export const noticeDoors = {
  'clear-notice': door({
    summary: 'Legal Counsel clears exactly these texts.',
    kind: 'order',
    reader: z.object({ digest, whyBeforeTheyLeft: words }),
    perform: async (here: Here, cleared) =>
      answerOf(await clearNotice(here.desk, aboutOf(here), cleared)),
  }),
  'release-notice': door({
    summary: 'Another person releases what counsel cleared.',
    kind: 'order',
    reader: z.object({ digest }),
    perform: async (here: Here, value) => {
      if (mustStepUp(here)) return { kind: 'step-up-first' };
      return answerOf(await releaseToFamilies(here.desk, aboutOf(here), value.digest));
    },
  }),
  'withdraw-notice': door({
    summary: 'Takes back a notice that was not released.',
    kind: 'order',
    reader: z.object({ reasons: words }),
    perform: async (here: Here, { reasons }) =>
      answerOf(await withdrawNotice(here.desk, aboutOf(here), reasons)),
  }),
  'request-correction': door({
    summary: 'Asks for a correction of a released notice.',
    kind: 'order',
    reader: z.object({
      replaces: z.string().uuid(),
      reason: z.enum(['not_law_enforcement', 'wrong_school', 'wrong_agency', 'other']),
    }),
    perform: async (here: Here, { replaces, reason }) =>
      answerOf(
        await requestCorrection(here.desk, aboutOf(here), {
          replaces: known<NoticeId>(replaces),
          reason,
        }),
      ),
  }),
  'note-call': door({
    summary: 'What came of calling a household.',
    kind: 'observation',
    reader: z.object({
      household: saidLine(200),
      outcome: z.enum(['told', 'no-answer', 'wrong-number']),
    }),
    perform: async (here: Here, value): Promise<DoorAnswer> => {
      const notice = known<NoticeId>(here.id);
      const outcome = await noteCall(here.desk, { notice, ...value });
      return outcome === 'done'
        ? { kind: 'done', body: {} }
        : { kind: 'refused', refusal: outcome };
    },
  }),
};
