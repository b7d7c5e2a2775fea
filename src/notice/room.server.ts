import type { Recorded } from '#ledger';
import type { Room } from '#ledger/perform';
import type { Transaction } from '#platform/database';
import { sha256 } from '#platform/secrets';
import { type Notice, noticeLawWith } from './core/notice.ts';
import type { NoticeCommand, NoticeEvent, NoticeRefusal } from './words.ts';

/** The law of notices and its memory, for `perform`. */
export const noticeRoom: Room<Notice, NoticeCommand, NoticeEvent, NoticeRefusal> = {
  law: noticeLawWith((text) => sha256(text).toString('hex')),
  remember: rememberNotice,
};

async function rememberNotice(
  transaction: Transaction,
  state: Notice,
  recorded: readonly Recorded<NoticeEvent>[],
): Promise<void> {
  const last = recorded.at(-1);
  if (last === undefined || state.stage === 'unheard-of') return;
  const notice = last.stream.slice('notice/'.length);
  await transaction.query(
    `insert into notice (district, notice, encounter, replaces, text_name, school, stage, is_drill,
                         changed_at, released_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (district, notice) do update set
       encounter = $3, replaces = $4, text_name = $5, school = $6, stage = $7, is_drill = $8,
       changed_at = $9, released_at = $10`,
    [
      transaction.district,
      notice,
      state.draft?.encounter ?? null,
      state.replaces,
      state.draft?.textName ?? 'correction',
      state.school,
      state.stage === 'released' ? `released-${state.progress}` : state.stage,
      state.isDrill,
      last.recordedAt,
      state.releasedAt,
    ],
  );
  // A drill reaches no family, and the public page never shows one.
  const isReleasedNow = recorded.some(({ event }) => event.type === 'NoticeReleased');
  if (isReleasedNow && !state.isDrill) await publish(transaction, notice, state);
}

async function publish(transaction: Transaction, notice: string, state: Notice): Promise<void> {
  for (const variant of state.draft?.variants ?? []) {
    await transaction.query(
      `insert into released_text (district, notice, language, subject, body, text_name, school,
                                  is_drill, released_at, replaces)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        transaction.district,
        notice,
        variant.language,
        variant.subject,
        variant.body,
        state.draft?.textName,
        state.school,
        state.isDrill,
        state.releasedAt,
        state.replaces,
      ],
    );
  }
}
