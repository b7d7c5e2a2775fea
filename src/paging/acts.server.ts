import { z } from 'zod';
import { actorFor, dutiesAt, mayDo, type Who } from '#district';
import { dutiesHeld, peopleWithPhone } from '#district/store';
import { type Desk, freshAct } from '#district/desk';
import { type House, perform } from '#ledger/perform';
import { seal, sha256 } from '#platform/secrets';
import { parse } from '#platform/webauthn';
import type { ActId, EncounterId, PersonId } from '#std/ids';
import { plusSeconds } from '#std/instant';
import { unreachable } from '#std/unreachable';
import { actOf } from './act-of.server.ts';
import { stopsWith } from './core/decide.ts';
import type { Heard } from './core/heard.ts';
import { pagingStream } from './core/streams.ts';
import { pagingRoom } from './room.server.ts';
import { codeFor, codeIn, codeSecondsMax, idOfLink } from './proofs.server.ts';
import { reportAttempt } from './send.server.ts';
import {
  type AttemptRow,
  findAttempt,
  listAttempts,
  listChains,
  openAttemptsOf,
} from './store.server.ts';
import { type AnswerHow, type PageReply, type PagingCommand, type Track, tracks } from './words.ts';

/** Which encounter a word is about, where it is, and under which act id it is said. */
export type AboutCall = {
  readonly encounter: EncounterId;
  readonly school: string | null;
  readonly act: ActId;
};

export type CallAnswer =
  | 'done'
  | 'this-duty-may-not-do-that'
  | 'nobody-is-called-for-this-yet'
  | 'somebody-named-does-not-hold-this-duty';

/**
 * Somebody says, signed in, that they have it, that they cannot, or when to call them back. Each
 * chain of the encounter hears it, once for one act; the law says which stops.
 */
export async function replySignedIn(
  desk: Desk,
  about: AboutCall,
  reply: PageReply,
): Promise<CallAnswer> {
  const { who } = desk;
  if (!mayDo(desk.who, 'answer-page', about.school) || who.kind !== 'person') {
    return 'this-duty-may-not-do-that';
  }
  const rings = await replyAs(desk.house, { ...about, who, how: 'signed-in', reply });
  return rings ? 'done' : 'nobody-is-called-for-this-yet';
}

/** The same, for whoever just has it. */
export function answerSignedIn(desk: Desk, encounter: EncounterId, school: string | null) {
  return replySignedIn(desk, { encounter, school, act: freshAct() }, { kind: 'has-it' });
}

/** Hands a running chain to somebody else who holds its duty; they are called at once. */
export async function handOverPage(
  desk: Desk,
  about: AboutCall & { readonly to: PersonId },
): Promise<CallAnswer> {
  const { house, who } = desk;
  const { school, to } = about;
  if (!mayDo(desk.who, 'answer-page', school) || who.kind !== 'person') {
    return 'this-duty-may-not-do-that';
  }
  // Only whoever could stop it can hand it on.
  const own = tracks.filter((track) => stopsWith(track, dutiesAt(who, school)));
  if (own.length === 0) return 'this-duty-may-not-do-that';
  const held = await house.database.inDistrict(house.district, (transaction) =>
    dutiesHeld(transaction, to, house.clock.now()),
  );
  const theirs = held.filter((each) => each.school === null || each.school === school);
  const wanted = own.filter((track) =>
    stopsWith(
      track,
      theirs.map(({ duty }) => duty),
    ),
  );
  if (wanted.length === 0) return 'somebody-named-does-not-hold-this-duty';
  const command: PagingCommand = { type: 'ReportHandOver', by: who.person, to };
  for (const track of wanted) await tellChain(house, { ...about, track, who }, command);
  return 'done';
}

type Reply = AboutCall & {
  readonly who: Who;
  readonly how: AnswerHow;
  readonly reply: PageReply;
};

// Whether anybody is called for it at all.
async function replyAs(house: House, said: Reply): Promise<boolean> {
  const { encounter, who, how, reply } = said;
  if (who.kind !== 'person') return false;
  const command = commandFor(reply, who.person, how);
  const chains = await house.database.inDistrict(house.district, (transaction) =>
    listChains(transaction, encounter),
  );
  for (const { track } of chains) await tellChain(house, { ...said, track }, command);
  return chains.length > 0;
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

// One act of a person is one act in each chain, however often it is sent.
async function tellChain(
  house: House,
  { encounter, school, act, track, who }: AboutCall & { track: Track; who: Who },
  command: PagingCommand,
): Promise<void> {
  const subject = `${act}/${track}`;
  await perform(house, pagingRoom, pagingStream(encounter, track), {
    id: actOf({ district: house.district, errand: 'said', subject, position: 0 }),
    by: actorFor(who, school),
    command,
  });
}

/** The page that a link stands for; null when the link was made up. Changes nothing. */
export async function readAnswerLink(house: House, link: string): Promise<AttemptRow | null> {
  const attempt = idOfLink(house, 'answer', link);
  if (attempt === null) return null;
  const row = await house.database.inDistrict(house.district, (transaction) =>
    findAttempt(transaction, attempt),
  );
  return row ?? null;
}

/**
 * The person whom a page was sent to says something to it: by its link, its code or a key. Whether
 * they have it now: whoever could not stop a chain is heard, and it rings on.
 */
export async function replyToAttempt(
  house: House,
  attempt: AttemptRow,
  { how, reply }: { how: AnswerHow; reply: PageReply },
): Promise<boolean> {
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
  await replyAs(house, { encounter: attempt.encounter, school, act: freshAct(), who, how, reply });
  const chains = await house.database.inDistrict(house.district, (transaction) =>
    listChains(transaction, attempt.encounter),
  );
  return chains.some((chain) => chain.stage === 'answered' && chain.answered_by === attempt.person);
}

/** The same, for whoever just has it. */
export function answerAttempt(house: House, attempt: AttemptRow, how: AnswerHow): Promise<boolean> {
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
  const code = codeIn(text);
  if (code === null) return null;
  const since = plusSeconds(house.clock.now(), -codeSecondsMax);
  return house.database.inDistrict(house.district, async (transaction) => {
    for (const person of await peopleWithPhone(transaction, phone)) {
      const attempts = await openAttemptsOf(transaction, person, since);
      const found = attempts.find(({ attempt }) => codeFor(house, 'answer', attempt) === code);
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

/** What somebody said to a chain that rings on. */
export type Said = Heard & { readonly track: Track };

/**
 * Who is called, who answered, what each of them said, what is known of each message: for the door
 * and for counsel.
 */
export async function readCalling({ house }: Pick<Desk, 'house'>, encounter: string) {
  const read = await house.database.inDistrict(house.district, async (transaction) => ({
    chains: await listChains(transaction, encounter),
    attempts: await listAttempts(transaction, encounter),
  }));
  const at = house.clock.now();
  const said = read.chains.flatMap(({ track, stage, said: heard }): readonly Said[] => {
    if (stage === 'ended') return [];
    // Whoever was not called by a chain has nothing to say to it, though it heard them.
    const called = new Set(read.attempts.filter((each) => each.track === track).map(personOf));
    const counts = (each: Heard) =>
      (each.until === null || each.until > at) &&
      (each.said === 'was-handed-it' || called.has(each.person));
    return heard.filter(counts).map((each) => ({ ...each, track }));
  });
  const chains = read.chains.map(({ said: _heard, ...chain }) => chain);
  return { chains, attempts: read.attempts, said };
}

const personOf = ({ person }: AttemptRow): string => person;
