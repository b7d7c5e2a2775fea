import { actorFor, type Who } from '#district';
import { dutiesHeld } from '#district/store';
import type { Desk } from '#district/desk';
import { type House, perform } from '#ledger/perform';
import { sameSecret, seal, sha256 } from '#platform/secrets';
import { type ActId, type EncounterId, known, readUuid } from '#std/ids';
import { plusSeconds } from '#std/instant';
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
import { type AnswerHow, type Track, tracks } from './words.ts';

/**
 * Somebody says "I have it", signed in. Both chains of the encounter hear it; the law says which
 * stops.
 */
export async function answerSignedIn(desk: Desk, encounter: EncounterId, school: string | null) {
  if (desk.who.kind !== 'person') return 'this-duty-may-not-do-that' as const;
  await answerAs(desk.house, { encounter, who: desk.who, school, how: 'signed-in' });
  return 'done' as const;
}

type Answer = {
  readonly encounter: EncounterId;
  readonly who: Who;
  readonly school: string | null;
  readonly how: AnswerHow;
  readonly tracks?: readonly Track[];
};

async function answerAs(house: House, answer: Answer): Promise<void> {
  if (answer.who.kind !== 'person') return;
  for (const track of answer.tracks ?? tracks) {
    await perform(house, pagingRoom, pagingStream(answer.encounter, track), {
      id: known<ActId>(crypto.randomUUID()),
      by: actorFor(answer.who, answer.school),
      command: { type: 'ReportAnswer', by: answer.who.person, how: answer.how },
    });
  }
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

/** The person whom a page was sent to says that they have it: by its link, its code or a key. */
export async function answerAttempt(
  house: House,
  attempt: AttemptRow,
  how: AnswerHow,
): Promise<void> {
  const duties = await house.database.inDistrict(house.district, (transaction) =>
    dutiesHeld(transaction, attempt.person, house.clock.now()),
  );
  const chains = await house.database.inDistrict(house.district, (transaction) =>
    listChains(transaction, attempt.encounter),
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
  const school = await schoolOfChains(house, attempt);
  const known = chains.map((chain) => chain.track);
  await answerAs(house, { encounter: attempt.encounter, who, school, how, tracks: known });
}

async function schoolOfChains(house: House, attempt: AttemptRow): Promise<string | null> {
  const [row] = await house.database.inDistrict(house.district, (transaction) =>
    transaction.query<{ school: string }>(
      'select school from paging where district = $1 and encounter = $2 limit 1',
      [house.district, attempt.encounter],
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
