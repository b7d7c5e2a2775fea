import type { Encounter } from '#encounter';
import { encounterRoom } from '#encounter/room';
import type { DistrictPack } from '#district';
import { type House, perform, readStory } from '#ledger/perform';
import { actOf } from '#paging/act-of';
import { draftVariants } from '#notice/draft';
import { noticeRoom } from '#notice/room';
import type { NoticeText } from '#notice/texts';
import type { Due } from '#platform/due';
import { done, type ErrandEnd, type Errands } from '#platform/lane';
import { languagesAt } from '#roster/store';
import { known, type NoticeId, type StreamId, streamOf } from '#std/ids';
import { noticeIdFor } from './tell.server.ts';

type World = {
  readonly house: House;
  readonly packOf: (district: string) => DistrictPack;
  readonly texts: readonly NoticeText[];
  readonly isLive: boolean;
  readonly publicUrl: string;
};

/**
 * The errands that carry the letter from one room to another. They read one room and act in the
 * other; what may be said there is decided by that room's own law.
 */
export function protocolErrands(world: World): Errands {
  const at = (due: Due): House => ({ ...world.house, district: known(due.district) });
  return {
    'draft-notice': (due) => draftNotice(world, at(due), due),
    'redraft-notice': (due) => redraftNotice(world, at(due), due),
    'draft-correction': (due) => draftCorrection(world, at(due), due),
  };
}

async function encounterAt(house: House, id: string): Promise<Encounter | null> {
  return (await readStory(house, encounterRoom, streamOf('encounter', id)))?.state ?? null;
}

/** Counsel was consulted about an attempt in person: the words for families are made ready. (P9) */
async function draftNotice(world: World, house: House, due: Due): Promise<ErrandEnd> {
  const pack = world.packOf(due.district);
  const encounter = await encounterAt(house, due.subject);
  if (encounter === null || encounter.school === null) return done;
  if (encounter.help !== 'uninvited') return done;
  if (!pack.policy.noticeOnMedium.includes(encounter.medium)) return done;
  const notice = noticeIdFor(house.district, due.subject);
  await draft(world, house, due, {
    notice,
    values: attemptValues(world, pack, encounter),
    encounter: due.subject,
    replaces: null,
    school: encounter.school,
    isDrill: encounter.isDrill,
  });
  return done;
}

/**
 * A draft that nobody cleared yet follows the facts; without a draft there is nothing to follow.
 */
async function redraftNotice(world: World, house: House, due: Due): Promise<ErrandEnd> {
  const notice = noticeIdFor(house.district, due.subject);
  const told = await readStory(house, noticeRoom, streamOf('notice', notice));
  return told?.state.stage === 'drafted' ? draftNotice(world, house, due) : done;
}

async function draftCorrection(world: World, house: House, due: Due): Promise<ErrandEnd> {
  const notice = known<NoticeId>(due.subject);
  const asked = (await readStory(house, noticeRoom, streamOf('notice', notice)))?.state;
  if (asked?.replaces == null || asked.reason === null) return done;
  const original = (await readStory(house, noticeRoom, streamOf('notice', asked.replaces)))?.state;
  if (original?.draft == null || original.releasedAt === null) return done;
  const pack = world.packOf(due.district);
  const encounter = await encounterAt(house, original.draft.encounter ?? '');
  if (encounter === null) return done;
  const { outcome, papersShown, studentsSafe, ...place } = attemptValues(world, pack, encounter);
  await draft(world, house, due, {
    notice,
    values: {
      ...place,
      kind: 'correction',
      reason: asked.reason,
      originalSchool: schoolName(pack, original.school),
      originalReleasedAt: original.releasedAt,
    },
    encounter: original.draft.encounter,
    replaces: asked.replaces,
    school: original.school,
    isDrill: original.isDrill,
  });
  return done;
}

type Wanted = {
  readonly notice: NoticeId;
  readonly values: Parameters<typeof draftVariants>[0]['values'];
  readonly encounter: string | null;
  readonly replaces: NoticeId | null;
  readonly school: string;
  readonly isDrill: boolean;
};

async function draft(world: World, house: House, due: Due, wanted: Wanted): Promise<void> {
  const pack = world.packOf(due.district);
  const wantedLanguages = await house.database.inDistrict(house.district, (transaction) =>
    languagesAt(transaction, wanted.school),
  );
  const always = ['en', 'es', 'ht'];
  const drafted = draftVariants({
    texts: world.texts,
    languages: [...new Set([...always, ...wantedLanguages])].sort(),
    values: wanted.values,
    mayUseDrafts: !world.isLive,
    agencyNames: pack.agencies.map((agency) => agency.name),
  });
  const { values, notice, ...about } = wanted;
  const stream: StreamId = streamOf('notice', notice);
  await perform(house, noticeRoom, stream, {
    id: actOf(due),
    by: { kind: 'program', part: 'bulk' },
    command: { type: 'DraftNotice', textName: values.kind, ...about, ...drafted },
  });
}

function schoolName(pack: DistrictPack, id: string): string {
  return pack.schools.find((school) => school.id === id)?.name ?? id;
}

function attemptValues(world: World, pack: DistrictPack, encounter: Encounter) {
  const { office, familyCenter, timeZone } = pack.district;
  return {
    kind: 'attempt',
    school: schoolName(pack, encounter.school ?? ''),
    happenedAt: encounter.openedAt ?? '',
    zone: timeZone,
    agency: agencyAt(pack, encounter),
    districtPhone: office.phone,
    familyCenterPhone: familyCenter.phone ?? office.phone,
    statusUrl: `${world.publicUrl}/status`,
    outcome: outcomeOf(encounter),
    papersShown: encounter.papers.length,
    // "Safe" is said only once somebody verified it; the software cannot.
    studentsSafe: 'other',
  } as const;
}

// Never an agency above its level of evidence. A badge that was shown is still the agents' word.
function agencyAt(pack: DistrictPack, encounter: Encounter) {
  const name = pack.agencies.find((agency) => agency.id === encounter.agency)?.name;
  if (name === undefined || encounter.agencyLevel === 'unknown')
    return { level: 'unknown' } as const;
  return encounter.agencyLevel === 'confirmed'
    ? ({ level: 'confirmed', name } as const)
    : ({ level: 'claimed', name } as const);
}

function outcomeOf(encounter: Encounter) {
  if (encounter.entryBasis === 'authorized-by-counsel') return 'entered_with_authorization';
  if (encounter.entryBasis !== null) return 'entered_without_authorization';
  return encounter.presence === 'departed' ? 'left' : 'outside';
}
