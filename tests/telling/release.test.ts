import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clearNotice, throwKillSwitch, withdrawNotice } from '#notice/acts';
import { releaseToFamilies } from '#protocol/tell';
import type { NoticeId } from '#std/ids';
import { cast } from '../cast/cast.ts';
import { openTelling, type Telling } from '../kit/letters.ts';
import { deskOf } from '../kit/desks.ts';

let telling: Telling;
beforeAll(async () => {
  telling = await openTelling();
});
afterEach(() => telling.endTest());
afterAll(() => telling.close());

const { communicationsOne, counselOne, counselTwo, superintendentOne } = cast;
const refused = (refusal: string) => ({ kind: 'refused', refusal });
const accepted = expect.objectContaining({ kind: 'accepted' });

/** A notice that was drafted, of agents who have left unless the test says otherwise. */
async function drafted(changes: Parameters<Telling['attempt']>[0] = {}, haveLeft = true) {
  const encounter = await telling.attempt(changes);
  if (haveLeft) await telling.leave(encounter);
  await telling.work();
  return { encounter, notice: telling.noticeOf(encounter) };
}

async function expectNobodyTold(notice: NoticeId) {
  await telling.pass(600);
  expect(telling.sink()).toEqual([]);
  expect((await telling.result(notice)).rows).toEqual([]);
}

describe('what is drafted', () => {
  test('an attempt in person leads to a draft in every language that has a text', async () => {
    const { notice } = await drafted();
    const draft = await telling.draftOf(notice);
    expect(draft?.variants.map(({ language }) => language)).toEqual(['en', 'es', 'ht']);
    expect(draft?.languagesWithoutText).toEqual(['ar', 'pt']);
    expect(draft?.faults).toEqual([]);
    for (const { body } of draft?.variants ?? []) expect(body).toContain('Cranbury Elementary');
    await expectNobodyTold(notice);
  });

  test.each(['phone', 'mail', 'e-mail'] as const)(
    'an attempt by %s drafts nothing',
    async (medium) => {
      const { notice } = await drafted({ medium });
      expect((await telling.stateOf(notice)).stage).toBe('unheard-of');
    },
  );

  test('help that was called drafts nothing, even when counsel decided something', async () => {
    const { notice } = await drafted({ help: 'help-we-called' });
    expect((await telling.stateOf(notice)).stage).toBe('unheard-of');
  });

  test('a draft follows the facts until counsel cleared it, and not a moment longer', async () => {
    const { encounter, notice } = await drafted({}, false);
    const before = await telling.stateOf(notice);
    expect(before.draft?.variants[0]?.body).toContain('They stayed outside.');
    await telling.leave(encounter);
    await telling.work();
    const after = await telling.stateOf(notice);
    expect(after.draft?.variants[0]?.body).toContain('They have left.');
    expect(after.digest).not.toBe(before.digest);
    const { digest } = before;
    const desk = deskOf(telling.world, counselOne);
    const stale = { digest, whyBeforeTheyLeft: '' };
    expect(await clearNotice(desk, telling.about(notice), stale)).toEqual(
      refused('the-text-changed-meanwhile'),
    );
  });

  test('what counsel cleared while they were here stays as it was cleared', async () => {
    const { encounter, notice } = await drafted({}, false);
    await telling.clear(notice);
    const { digest } = await telling.stateOf(notice);
    await telling.leave(encounter);
    await telling.decide(encounter);
    await telling.work();
    expect(await telling.stateOf(notice)).toMatchObject({ stage: 'cleared', digest });
  });
});

describe('a release is refused', () => {
  test('before counsel cleared it', async () => {
    const { notice } = await drafted();
    expect(await telling.release(notice)).toEqual(refused('counsel-did-not-clear-this-text'));
    await expectNobodyTold(notice);
  });

  test('by counsel, who cleared it, and by anybody without the duty', async () => {
    const { notice } = await drafted();
    await telling.clear(notice);
    for (const person of [counselOne, counselTwo, cast.leaderOne, cast.itOne, cast.auditorOne]) {
      expect(await telling.release(notice, person)).toEqual(
        refused('only-communications-or-the-superintendent-releases'),
      );
    }
    await expectNobodyTold(notice);
  });

  test('by the person who cleared it, though they hold both duties', async () => {
    const { notice } = await drafted();
    const desk = deskOf(telling.world, counselOne, ['communications']);
    const { digest } = await telling.stateOf(notice);
    await clearNotice(desk, telling.about(notice), { digest, whyBeforeTheyLeft: '' });
    expect(await releaseToFamilies(desk, telling.about(notice), digest)).toEqual(
      refused('somebody-else-releases-what-counsel-cleared'),
    );
    await expectNobodyTold(notice);
  });

  test('of another text than the one that was cleared', async () => {
    const { notice } = await drafted();
    await telling.clear(notice);
    const desk = deskOf(telling.world, communicationsOne);
    const other = 'f'.repeat(64);
    expect(await releaseToFamilies(desk, telling.about(notice), other)).toEqual(
      refused('the-text-changed-meanwhile'),
    );
    await expectNobodyTold(notice);
  });

  test.each(['outside', 'inside'] as const)(
    'while agents are %s without counsel’s reason',
    async (where) => {
      const { encounter, notice } = await drafted({}, false);
      if (where === 'inside') {
        const basis = 'entered-without-authorization';
        await telling.tell(encounter, { type: 'ReportEntry', basis, reason: '', route: '' });
      }
      await telling.clear(notice);
      expect(await telling.release(notice)).toEqual(
        refused('agents-have-not-left-and-counsel-gave-no-reason'),
      );
      await expectNobodyTold(notice);
      await telling.leave(encounter);
      expect(await telling.release(notice)).toEqual(accepted);
    },
  );

  test('under the kill switch, whoever threw it, until somebody lets notices go on', async () => {
    const { notice } = await drafted();
    await telling.clear(notice);
    expect(await throwKillSwitch(deskOf(telling.world, cast.itOne), true)).toBe('done');
    expect(await telling.release(notice)).toEqual(refused('the-kill-switch-is-thrown'));
    await expectNobodyTold(notice);
    await throwKillSwitch(deskOf(telling.world, superintendentOne), false);
    expect(await telling.release(notice)).toEqual(accepted);
  });

  test('after it was withdrawn, and what was released is not withdrawn', async () => {
    const { notice } = await drafted();
    await telling.clear(notice);
    const desk = deskOf(telling.world, communicationsOne);
    await withdrawNotice(desk, telling.about(notice), 'not needed');
    expect(await telling.release(notice)).toEqual(refused('the-notice-was-withdrawn'));
    await expectNobodyTold(notice);
    const other = await drafted();
    await telling.clear(other.notice);
    await telling.release(other.notice, superintendentOne);
    expect(await withdrawNotice(desk, telling.about(other.notice), '')).toEqual(
      refused('the-notice-is-released-already'),
    );
  });

  test('when it was released already: nobody is told twice', async () => {
    const { notice } = await drafted();
    await telling.clear(notice);
    await telling.release(notice);
    expect(await telling.release(notice)).toEqual(refused('the-notice-is-released-already'));
    await telling.pass(60);
    const { tries } = await telling.result(notice);
    const accept = tries.filter(({ outcome }) => outcome === 'handed-over');
    expect(telling.sink()).toHaveLength(accept.length);
  });

  test('and the attempt to release is itself written down', async () => {
    const { notice } = await drafted();
    await telling.release(notice);
    const { rows } = await telling.superuser.query(
      'select type from ledger_entry where stream = $1 order by version',
      [`notice/${notice}`],
    );
    expect(rows.map(({ type }) => type)).toEqual(['NoticeDrafted', 'OrderRefused']);
  });
});

describe('a release is allowed', () => {
  test('while agents are here, when counsel recorded why families are told before', async () => {
    const { notice } = await drafted({}, false);
    await telling.clear(notice, 'Families are at the gate and afraid.');
    expect(await telling.release(notice)).toEqual(accepted);
    await telling.pass(60);
    expect(telling.sink().length).toBeGreaterThan(0);
  });
});

describe('a drill', () => {
  test('is drafted, cleared and released like a real one, and no family hears of it', async () => {
    const { notice } = await drafted({ isDrill: true });
    await telling.clear(notice);
    expect(await telling.release(notice)).toEqual(accepted);
    await expectNobodyTold(notice);
    expect(await telling.stateOf(notice)).toMatchObject({ isDrill: true, progress: 'settled' });
  });

  test('is not public, and a real one is, in every language and with its words', async () => {
    const drill = await drafted({ isDrill: true });
    const real = await drafted();
    for (const { notice } of [drill, real]) {
      await telling.clear(notice);
      await telling.release(notice);
    }
    const shown = await telling.world
      .as('threshold_public')
      .inDistrict(telling.world.house.district, (transaction) =>
        transaction.query<{ notice: string; language: string }>(
          'select notice, language from released_text where notice = any($1) order by language',
          [[drill.notice, real.notice]],
        ),
      );
    expect(shown.map(({ notice }) => notice)).toEqual(Array(3).fill(real.notice));
    expect(shown.map(({ language }) => language)).toEqual(['en', 'es', 'ht']);
  });
});
