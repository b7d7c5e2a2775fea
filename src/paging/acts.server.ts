import { z } from 'zod';
import { actorFor, mayDo, type Who } from '#district';
import { dutiesHeld } from '#district/store';
import type { Desk } from '#district/desk';
import { type House, perform } from '#ledger/perform';
import { sameSecret, seal, sha256 } from '#platform/secrets';
import { parse } from '#platform/webauthn';
import { type ActId, type EncounterId, known, type PersonId, readUuid } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { unreachable } from '#std/unreachable';
import { stopsWith } from './core/decide.ts';
import { pagingStream } from './core/streams.ts';
import { pagingRoom } from './room.server.ts';
import { answerProof, reportAttempt } from './send.server.ts';
import {
  answerCode,
  type AttemptRow,
  findAttempt,
  listAttempts,
  listChains,
  openAttemptsOf,
} from './store.server.ts';
import { type AnswerHow, type PageReply, type PagingCommand, type Track, tracks } from './words.ts';

/**
 * Somebody says, signed in, that they have it, that they cannot, or when to call them back. Each
 * chain of the encounter hears it; the law says which stops.
 */
export async function replySignedIn(
  desk: Desk,
  encounter: EncounterId,
  school: string | null,
  reply: PageReply,
) {
  if (!mayDo(desk.who, 'answer-page', school) || desk.who.kind !== 'person') {
    return 'this-duty-may-not-do-that' as const;
  }
  await replyAs(desk.house, { encounter, who: desk.who, school, how: 'signed-in', reply });
  return 'done' as const;
}

/** The same, for whoever just has it. */
export function answerSignedIn(desk: Desk, encounter: EncounterId, school: string | null) {
  return replySignedIn(desk, encounter, school, { kind: 'has-it' });
}

/** Hands a running chain to somebody else who holds its duty; they are called at once. */
export async function handOverPage(
  desk: Desk,
  about: { encounter: EncounterId; school: string | null; to: PersonId },
) {
  const { encounter, school, to } = about;
  const { house, who } = desk;
  if (!mayDo(desk.who, 'answer-page', school) || who.kind !== 'person') {
    return 'this-duty-may-not-do-that' as const;
  }
  const held = await house.database.inDistrict(house.district, (transaction) =>
    dutiesHeld(transaction, to, house.clock.now()),
  );
  const theirs = held.filter((each) => each.school === null || each.school === school);
  const duties = theirs.map(({ duty }) => duty);
  const wanted = tracks.filter((track) => stopsWith(track, duties));
  if (wanted.length === 0) return 'somebody-named-does-not-hold-this-duty' as const;
  const command: PagingCommand = { type: 'ReportHandOver', by: who.person, to };
  for (const track of wanted)
    await tellChain(house, { encounter, track }, { who, school }, command);
  return 'done' as const;
}

type Reply = {
  readonly encounter: EncounterId;
  readonly who: Who;
  readonly school: string | null;
  readonly how: AnswerHow;
  readonly reply: PageReply;
};

async function replyAs(house: House, { encounter, who, school, how, reply }: Reply): Promise<void> {
  if (who.kind !== 'person') return;
  const command = commandFor(reply, who.person, how);
  const chains = await house.database.inDistrict(house.district, (transaction) =>
    listChains(transaction, encounter),
  );
  for (const { track } of chains) {
    await tellChain(house, { encounter, track }, { who, school }, command);
  }
}

function commandFor(reply: PageReply, by: PersonId, how: AnswerHow): PagingCommand {
  switch (reply.kind) {
    case 'has-it':
      return { type: 'ReportAnswer', by, how };
    case 'cannot':
      return { type: 'ReportDecline', by, how };
    case 'call-back':
      return { type: 'ReportCallBack', by, seconds: reply.seconds };
    default:
      return unreachable(reply);
  }
}

async function tellChain(
  house: House,
  chain: { encounter: EncounterId; track: Track },
  by: { who: Who; school: string | null },
  command: PagingCommand,
): Promise<void> {
  await perform(house, pagingRoom, pagingStream(chain.encounter, chain.track), {
    id: known<ActId>(crypto.randomUUID()),
    by: actorFor(by.who, by.school),
    command,
  });
}

/** The page that a link stands for; null when the link was made up. Changes nothing. */
export async function readAnswerLink(house: House, link: string): Promise<AttemptRow | null> {
  const [id, proof] = link.split('.');
  const attempt = readUuid<string>(id);
  if (attempt === null || proof === undefined) return null;
  if (!sameSecret(Buffer.from(proof), Buffer.from(answerProof(house, attempt)))) return null;
  const row = await house.database.inDistrict(house.district, (transaction) =>
    findAttempt(transaction, attempt),
  );
  return row ?? null;
}

/**
 * The person whom a page was sent to says something to it: by its link, its code or a key.
 */
export async function replyToAttempt(
  house: House,
  attempt: AttemptRow,
  { how, reply }: { how: AnswerHow; reply: PageReply },
): Promise<void> {
  const duties = await house.database.inDistrict(house.district, (transaction) =>
    dutiesHeld(transaction, attempt.person, house.clock.now()),
  );
  const who: Who = {
    kind: 'person',
    person: attempt.person,
    name: '',
    language: 'en',
    duties,
    steppedUpAt: null,
    by: 'token',
  };
  await reportAttempt(house, attempt, 'answered', how);
  const school = await schoolOfEncounter(house, attempt.encounter);
  await replyAs(house, { encounter: attempt.encounter, who, school, how, reply });
}

/** The same, for whoever just has it. */
export function answerAttempt(house: House, attempt: AttemptRow, how: AnswerHow): Promise<void> {
  return replyToAttempt(house, attempt, { how, reply: { kind: 'has-it' } });
}

/** The school that an encounter's chains ring for; null while nobody said where. */
export async function schoolOfEncounter(house: House, encounter: string): Promise<string | null> {
  const [row] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ school: string }>(
      'select school from paging where district = $1 and encounter = $2 limit 1',
      [house.district, encounter],
    ),
  );
  return row?.school ?? null;
}

/**
 * The attempt that a text message with these words answers: its person's phone, its one-time code.
 */
export async function attemptForReply(
  house: House,
  phone: string,
  text: string,
): Promise<AttemptRow | null> {
  const code = text.match(/\b\d{6}\b/)?.[0];
  if (code === undefined) return null;
  return house.database.inDistrict(house.district, async (transaction) => {
    const people = await transaction.query<{ person: string }>(
      'select person from person where district = $1 and phone = $2 and left_at is null',
      [house.district, phone],
    );
    const key = house.secrets.derive('answer-code');
    for (const { person } of people) {
      const since = plusSeconds(house.clock.now(), -24 * 60 * 60);
      const attempts = await openAttemptsOf(transaction, person, since);
      const found = attempts.find((attempt) => answerCode(key, attempt.attempt) === code);
      if (found !== undefined) return found;
    }
    return null;
  });
}

const subscription = z.looseObject({ endpoint: z.url() });

/** Reads where a browser says that it wants to be woken; null when it says nothing of use. */
export function readSubscription(text: string): z.infer<typeof subscription> | null {
  return subscription.safeParse(parse(text)).data ?? null;
}

/** Keeps where a person's browser wants to be woken. Sealed: an endpoint names a browser. */
export async function keepPushSubscription(desk: Desk, subscription: { endpoint: string }) {
  if (desk.who.kind !== 'person') return;
  const { house, who } = desk;
  const sealed = seal(
    house.secrets.derive(`push:${house.district}`),
    Buffer.from(JSON.stringify(subscription)),
    who.person,
  );
  await house.database.inDistrict(house.district, (transaction) =>
    transaction.query(
      `insert into push_subscription values ($1, $2, $3, $4, $5)
       on conflict (district, person, endpoint_hash) do update set sealed = $4, added_at = $5`,
      [house.district, who.person, sha256(subscription.endpoint), sealed, house.clock.now()],
    ),
  );
}

/** Who is called, who answered, what is known of each message: for the door and for counsel. */
export async function readCalling(desk: Pick<Desk, 'house'>, encounter: string) {
  return desk.house.database.inDistrict(desk.house.district, async (transaction) => ({
    chains: await listChains(transaction, encounter),
    attempts: await listAttempts(transaction, encounter),
  }));
}
