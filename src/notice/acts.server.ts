import { actorFor, mayDo } from '#district';
import type { Desk } from '#district/desk';
import type { HouseRefusal, Outcome } from '#ledger';
import { perform, readStory } from '#ledger/perform';
import { type ActId, type NoticeId, streamOf } from '#std/ids';
import { noticeRoom } from './room.server.ts';
import type {
  CorrectionReason,
  Notice,
  NoticeCommand,
  NoticeEvent,
  NoticeRefusal,
} from './words.ts';

export type NoticeOutcome = Outcome<NoticeEvent, NoticeRefusal>;
export type AboutNotice = { readonly notice: NoticeId; readonly act: ActId };

function refused(refusal: NoticeRefusal | HouseRefusal): NoticeOutcome {
  return { kind: 'refused', refusal };
}

async function performHere(
  desk: Desk,
  about: AboutNotice,
  command: NoticeCommand,
): Promise<NoticeOutcome> {
  const school = (await readNotice(desk, about.notice))?.school ?? null;
  return perform(desk.house, noticeRoom, streamOf('notice', about.notice), {
    id: about.act,
    by: actorFor(desk.who, school),
    command,
  });
}

/** A notice as it stands; null when its record was destroyed by law. */
export async function readNotice(desk: Pick<Desk, 'house'>, notice: NoticeId) {
  const told = await readStory(desk.house, noticeRoom, streamOf('notice', notice));
  return told === null ? null : told.state;
}

/** Counsel clears exactly these texts. That is counsel's recorded consultation. (P9) */
export async function clearNotice(
  desk: Desk,
  about: AboutNotice,
  cleared: { digest: string; whyBeforeTheyLeft: string },
): Promise<NoticeOutcome> {
  if (!mayDo(desk.who, 'clear-notice', null)) return refused('only-legal-counsel-clears');
  return performHere(desk, about, { type: 'ClearNotice', ...cleared });
}

/**
 * Another person releases what counsel cleared. `agentsAreHere` comes from the encounter itself.
 */
export async function releaseNotice(
  desk: Desk,
  about: AboutNotice,
  released: { digest: string; agentsAreHere: boolean },
): Promise<NoticeOutcome> {
  if (!mayDo(desk.who, 'release-notice', null)) {
    return refused('only-communications-or-the-superintendent-releases');
  }
  const isKillSwitchThrown = await isThrown(desk);
  return performHere(desk, about, { type: 'ReleaseNotice', ...released, isKillSwitchThrown });
}

/** Takes a notice back that was not released. */
export async function withdrawNotice(
  desk: Desk,
  about: AboutNotice,
  reasons: string,
): Promise<NoticeOutcome> {
  if (!mayDo(desk.who, 'draft-notice', null)) return refused('this-duty-may-not-do-that');
  return performHere(desk, about, { type: 'WithdrawNotice', reasons });
}

/** Asks for a correction of a released notice; it takes the same way as the notice itself. */
export async function requestCorrection(
  desk: Desk,
  about: AboutNotice,
  asked: { replaces: NoticeId; reason: CorrectionReason },
): Promise<NoticeOutcome> {
  if (!mayDo(desk.who, 'draft-notice', null)) return refused('this-duty-may-not-do-that');
  const original: Notice | null = await readNotice(desk, asked.replaces);
  if (original === null || original.stage !== 'released') {
    return refused('nobody-drafted-this-notice');
  }
  const { school, isDrill } = original;
  return performHere(desk, about, { type: 'RequestCorrection', ...asked, school, isDrill });
}

async function isThrown(desk: Desk): Promise<boolean> {
  const [row] = await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query<{ is_thrown: boolean }>(
      `select is_thrown from kill_switch where district = $1 and switch = 'notices'`,
      [desk.house.district],
    ),
  );
  return row?.is_thrown ?? false;
}

/**
 * Stops every message to families at once, or lets them go on. Anybody on the list may stop them.
 */
export async function throwKillSwitch(desk: Desk, thrown: boolean): Promise<'done' | HouseRefusal> {
  if (!mayDo(desk.who, 'throw-kill-switch', null) || desk.who.kind !== 'person') {
    return 'this-duty-may-not-do-that';
  }
  const { person } = desk.who;
  await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query(
      `insert into kill_switch values ($1, 'notices', $2, $3, $4)
       on conflict (district, switch) do update set
         is_thrown = $2, thrown_by = $3, thrown_at = $4`,
      [desk.house.district, thrown, person, desk.house.clock.now()],
    ),
  );
  return 'done';
}

/** What an interpreter or the school noted after calling a household. */
export async function noteCall(
  desk: Desk,
  call: { notice: NoticeId; household: string; outcome: 'told' | 'no-answer' | 'wrong-number' },
): Promise<'done' | HouseRefusal> {
  const school = (await readNotice(desk, call.notice))?.school ?? null;
  if (!mayDo(desk.who, 'work-call-list', school) || desk.who.kind !== 'person') {
    return 'this-duty-may-not-do-that';
  }
  const { person } = desk.who;
  await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query('insert into call_list_call values ($1, $2, $3, $4, $5, $6)', [
      desk.house.district,
      call.notice,
      call.household,
      person,
      call.outcome,
      desk.house.clock.now(),
    ]),
  );
  return 'done';
}
