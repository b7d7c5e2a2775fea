import type { DistrictPack } from '#district';
import { findPerson, type Person } from '#district/store';
import type { House } from '#ledger/perform';
import { type HandOver, refused, type VoiceMessage } from '#platform/carrier';
import { type Due, queue } from '#platform/due';
import { done, type ErrandEnd, type Errands } from '#platform/lane';
import { known } from '#std/ids';
import { type Instant, plusSeconds } from '#std/instant';
import { unreachable } from '#std/unreachable';
import { testWords, type TestWords } from '#translations/paging';
import { actOf } from './act-of.server.ts';
import { beginTest } from './contact.server.ts';
import { newsOfRefusal } from './contact-hooks.server.ts';
import { codeFor, linkFor } from './proofs.server.ts';
import { type ContactTest, findTest, settleTest } from './contact-store.server.ts';
import { type OnDuty, readOnDuty, stepsAt } from './on-duty.server.ts';
import { placeOf } from '#rota/store';
import { pushOf, type Senders } from './send.server.ts';
import { tracks } from './words.ts';

type World = {
  readonly house: House;
  readonly packOf: (district: string) => DistrictPack;
  readonly senders: Senders;
};

/** What the bulk lane does to know, before the worst day, whom it would reach. */
export function contactErrands(world: World): Errands {
  const at = (due: Due): House => ({ ...world.house, district: known(due.district) });
  return {
    'send-test': (due) => sendTest(at(due), world.senders, due),
    'nightly-tests': (due) => testTonight(at(due), world.packOf(due.district)),
  };
}

const testAt = 19 * 60;

/** The next evening at seven on the district's clock, when nobody sleeps and the day is done. */
export function nextEvening(pack: DistrictPack, after: Instant): Instant {
  const { days } = placeOf(pack);
  const today = days.dayAt(Date.parse(after), testAt);
  return new Date(days.momentOf(today + 1, testAt)).toISOString();
}

/** Sees to it that there is a next evening of tests. Twice is once. */
export async function armNightlyTests(house: House, pack: DistrictPack): Promise<void> {
  const dueBy = nextEvening(pack, house.clock.now());
  await house.database.inDistrict(house.district, (transaction) =>
    queue(transaction, [
      { lane: 'bulk', errand: 'nightly-tests', subject: 'every-evening', position: 0, dueBy },
    ]),
  );
}

// A text and a letter to everybody who is on call now or in half a day: quiet, and nothing to do.
// That a carrier delivered them is what is learned. Nobody's telephone rings for a test.
const quiet = ['sms', 'email'] as const;

async function testTonight(house: House, pack: DistrictPack): Promise<ErrandEnd> {
  const at = house.clock.now();
  const evening = nextEvening(pack, at);
  await house.database.inDistrict(house.district, async (transaction) => {
    const onDuty = await readOnDuty(transaction, pack, at);
    for (const person of onCallAround(onDuty, [at, plusSeconds(at, 12 * 60 * 60)])) {
      const channels = person.phone === null ? quiet.slice(1) : quiet;
      for (const channel of channels) {
        // Taken up twice, an evening is still one evening.
        const subject = `${evening}/${person.person}/${channel}`;
        const id = actOf({ district: house.district, errand: 'nightly', subject, position: 0 });
        await beginTest(house, transaction, { person, channel, kind: 'nightly', id });
      }
    }
  });
  return { kind: 'again', at: evening };
}

function onCallAround(onDuty: OnDuty, moments: readonly Instant[]): readonly Person[] {
  const called = onDuty.pack.schools.flatMap(({ id: school }) =>
    tracks.flatMap((track) =>
      moments.flatMap((at) =>
        stepsAt(onDuty, { school, track, at }).flatMap(({ callees }) => callees),
      ),
    ),
  );
  const people = new Set(called.map(({ person }) => person));
  return [...people].flatMap((person) => onDuty.people.get(person) ?? []);
}

const triesMax = 5;

async function sendTest(house: House, senders: Senders, due: Due): Promise<ErrandEnd> {
  const found = await house.database.inDistrict(house.district, async (transaction) => {
    const test = await findTest(transaction, { id: due.subject });
    return { test, person: await findPerson(transaction, test?.person ?? '') };
  });
  const { test, person } = found;
  if (test === undefined || person === undefined) return done;
  const handed = await handTest(house, senders, test, person);
  await house.database.inDistrict(house.district, (transaction) =>
    settleTest(house, transaction, test, {
      state: handed.kind,
      learned: handed.kind === 'refused' ? newsOfRefusal(handed) : null,
      ...(handed.kind === 'accepted' ? { reference: handed.reference } : {}),
      at: house.clock.now(),
    }),
  );
  const isBusy = handed.kind === 'busy' && due.attempts < triesMax;
  return isBusy ? { kind: 'again', at: plusSeconds(house.clock.now(), 60 * due.attempts) } : done;
}

const handTimeoutMilliseconds = 4000;

async function handTest(
  house: House,
  senders: Senders,
  { contact_test: id, channel, kind }: ContactTest,
  person: Person,
): Promise<HandOver> {
  const words = testWords(person.language);
  const isNightly = kind === 'nightly';
  const to = channel === 'email' ? person.email : (person.phone ?? '');
  if (!senders.mayReach(to, false)) return refused('not-allowed', 'trial');
  switch (channel) {
    case 'voice':
      return senders.voice.hand(callOf(senders, id, to), handTimeoutMilliseconds);
    case 'email': {
      const link = `${senders.staffUrl}/confirm/${linkFor(house, 'contact', id)}`;
      const text = isNightly ? words.nightly : `${words.confirmByLink}\n${link}`;
      const letter = { to, subject: words.subject, text: `${text}\n`, html: null };
      const name = { messageId: `${id}@test.threshold`, language: words.language };
      return senders.email.hand({ ...letter, ...name }, handTimeoutMilliseconds);
    }
    case 'sms': {
      const text = isNightly ? words.nightly : words.confirmByCode(codeFor(house, 'contact', id));
      return senders.sms.hand({ to, text, idempotencyKey: id }, handTimeoutMilliseconds);
    }
    case 'push':
      return pushTest(house, senders, { id, person, words });
    default:
      return unreachable(channel);
  }
}

function callOf(senders: Senders, id: string, to: string): VoiceMessage {
  const hook = (kind: string) => `${senders.staffUrl}/hooks/${kind}/${id}`;
  return { to, twimlUrl: hook('test'), statusUrl: hook('test-status'), idempotencyKey: id };
}

async function pushTest(
  house: House,
  senders: Senders,
  test: { id: string; person: Person; words: TestWords },
): Promise<HandOver> {
  const { id, person, words } = test;
  const subscription = await house.database.inDistrict(house.district, (transaction) =>
    pushOf(house, transaction, person.person),
  );
  if (subscription === null) return refused('gone', 'no-subscription');
  const link = `${senders.staffUrl}/confirm/${linkFor(house, 'contact', id)}`;
  const payload = JSON.stringify({ title: words.subject, body: words.confirmByLink, link });
  const topic = id.replaceAll('-', '');
  return senders.push.hand(
    { subscription, payload, topic, urgency: 'normal' },
    handTimeoutMilliseconds,
  );
}
