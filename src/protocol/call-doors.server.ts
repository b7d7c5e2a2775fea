import { z } from 'zod';
import type { Desk } from '#district/desk';
import { findEncounter } from '#encounter/store';
import { type AboutCall, type CallAnswer, handOverPage, replySignedIn } from '#paging/acts';
import type { PageReply } from '#paging';
import { type DoorAnswer, door, type Knock } from '#platform/door';
import { known, type PersonId } from '#std/ids';

type Here = Knock<unknown, Desk>;

// Where an encounter is, is the encounter's to say: a chain learns of it a moment later.
async function onCall(
  here: Here,
  say: (about: AboutCall) => Promise<CallAnswer>,
): Promise<DoorAnswer> {
  const { house } = here.desk;
  const row = await house.database.inDistrict(house.district, (transaction) =>
    findEncounter(transaction, here.id),
  );
  if (row === undefined) return { kind: 'unknown' };
  const answer = await say({ encounter: known(here.id), school: row.school, act: known(here.act) });
  return answer === 'done' ? { kind: 'done', body: {} } : { kind: 'refused', refusal: answer };
}

const says = (here: Here, reply: PageReply) =>
  onCall(here, (about) => replySignedIn(here.desk, about, reply));

const nothing = z.object({});
const minutesMax = 30;

/** What somebody who is called for an encounter may say. */
export const callDoors = {
  answer: door({
    summary: 'I have it.',
    kind: 'order',
    reader: nothing,
    perform: (here: Here) => says(here, { kind: 'has-it' }),
  }),
  decline: door({
    summary: 'I cannot: the next person is called at once.',
    kind: 'order',
    reader: nothing,
    perform: (here: Here) => says(here, { kind: 'cannot' }),
  }),
  'call-back': door({
    summary: 'Call me back in so many minutes, and others meanwhile.',
    kind: 'order',
    reader: z.object({ minutes: z.coerce.number().int().min(1).max(minutesMax).default(5) }),
    perform: (here: Here, { minutes }) => says(here, { kind: 'call-back', seconds: minutes * 60 }),
  }),
  'hand-over': door({
    summary: 'Hands it to another who holds the duty; they are called at once.',
    kind: 'order',
    reader: z.object({ to: z.string().uuid() }),
    perform: (here: Here, { to }) =>
      onCall(here, (about) => handOverPage(here.desk, { ...about, to: known<PersonId>(to) })),
  }),
};
