import { mayDo } from '#district';
import type { Desk } from '#district/desk';
import type { Transaction } from '#platform/database';
import { guardiansOf } from '#roster/store';
import type { NoticeId } from '#std/ids';

export type NoticeRow = {
  readonly notice: string;
  readonly encounter: string | null;
  readonly replaces: string | null;
  readonly text_name: string;
  readonly school: string;
  readonly stage: string;
  readonly is_drill: boolean;
  readonly changed_at: string;
  readonly released_at: string | null;
};

/** Notices, newest first, for those who may see them. */
export async function listNotices(desk: Desk, encounter: string | null): Promise<NoticeRow[]> {
  if (!mayDo(desk.who, 'see-notices', null) && desk.who.kind !== 'person') return [];
  return desk.house.database.inDistrict(desk.house.district, (transaction) =>
    transaction.query<NoticeRow>(
      `select * from notice where district = $1 and ($2::uuid is null or encounter = $2)
       order by changed_at desc limit 50`,
      [desk.house.district, encounter],
    ),
  );
}

/** Counts of what became of a notice's messages, and of households still to be called. */
export type Progress = {
  readonly queued: number;
  readonly sending: number;
  readonly handedOver: number;
  readonly notReached: number;
  readonly householdsToCall: number;
  readonly households: number;
};

/**
 * How far a notice has come. "Handed over" is what providers took; nobody knows yet who read it.
 */
export async function progressOf(
  transaction: Transaction,
  notice: NoticeId | string,
): Promise<Progress> {
  const rows = await transaction.query<{ state: string; messages: number }>(
    `select state, count(*) as messages from delivery
     where district = $1 and notice = $2 group by state`,
    [transaction.district, notice],
  );
  const [totals] = await transaction.query<{ households: number; to_call: number }>(
    `select count(*) as households,
            count(*) filter (where not reached and not open) as to_call
     from (select household, bool_or(state = 'handed-over') as reached,
                  bool_or(state in ('queued', 'sending')) as open
           from delivery where district = $1 and notice = $2 group by household) each_household`,
    [transaction.district, notice],
  );
  const of = (state: string) => rows.find((row) => row.state === state)?.messages ?? 0;
  return {
    queued: of('queued'),
    sending: of('sending'),
    handedOver: of('handed-over'),
    notReached: of('not-reached') + of('no-text') + of('no-way'),
    householdsToCall: totals?.to_call ?? 0,
    households: totals?.households ?? 0,
  };
}

export type ToCall = {
  readonly household: string;
  readonly language: string;
  readonly why: string;
  readonly people: readonly { readonly name: string; readonly phone: string | null }[];
  readonly lastCall: string | null;
};

/** Households that no message reached, by language, with whom to call. Only for those who call. */
export async function callListOf(desk: Desk, notice: string, school: string): Promise<ToCall[]> {
  if (!mayDo(desk.who, 'work-call-list', school)) return [];
  const { house } = desk;
  return house.database.inDistrict(house.district, async (transaction) => {
    const rows = await transaction.query<{
      household: string;
      language: string;
      why: string;
      last_call: string | null;
    }>(
      `select household, min(language) as language, min(state || coalesce(': ' || code, '')) as why,
              (select outcome from call_list_call c
               where c.district = $1 and c.notice = $2 and c.household = d.household
               order by happened_at desc limit 1) as last_call
       from delivery d where district = $1 and notice = $2 group by household
       having not bool_or(state in ('handed-over', 'queued', 'sending'))
       order by language, household limit 500`,
      [house.district, notice],
    );
    const guardians = await guardiansOf(
      transaction,
      house.secrets,
      rows.map((row) => row.household),
    );
    return rows.map((row) => ({
      household: row.household,
      language: row.language,
      why: row.why,
      lastCall: row.last_call,
      people: guardians
        .filter((guardian) => guardian.household === row.household)
        .map((guardian) => ({
          name: guardian.name,
          phone: guardian.ways.find((way) => way.channel !== 'email')?.address ?? null,
        })),
    }));
  });
}
