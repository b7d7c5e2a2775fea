/** Reads the district, its schools, the agencies it knows and its posts. No person's name. */
import { type Duty, duties, isSchoolDuty, schoolDuties, schoolDutyTitles } from './duties.ts';
import {
  checked,
  distinctListOf,
  nullable,
  optional,
  type Reader,
  record,
  type Take,
} from './pack-fields.ts';
import {
  type Agency,
  agencyKinds,
  type District,
  type Language,
  type Post,
  type School,
  schoolLevels,
  type SchoolYear,
  type Whereabouts,
} from './pack-shape.ts';
import { day, flag, languageTag, oneLine, oneOf, phone, slug, timeZone } from './pack-values.ts';

const rightToLeft = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg']);

function directionOf(tag: string): 'ltr' | 'rtl' {
  const script = tag === '' ? undefined : new Intl.Locale(tag).maximize().script;
  return script !== undefined && rightToLeft.has(script) ? 'rtl' : 'ltr';
}

const language: Reader<Language> = checked(
  record((take) => ({
    tag: take('tag', languageTag),
    name: take('name', oneLine),
    direction: take('direction', oneOf(['ltr', 'rtl'])),
  })),
  (read, note) => {
    if (read.direction !== directionOf(read.tag)) note(`${read.tag} runs the other way`);
  },
);

function takeWhereabouts<P>(take: Take, phoneWanted: Reader<P>) {
  return {
    phone: take('phone', phoneWanted),
    address: take('address', nullable(oneLine)),
    unverified: take('unverified', optional(flag, false)),
  };
}

// A gap that nobody marked looks like an answer. It has to say that it is a gap.
function noteUnmarkedGap(read: Whereabouts, note: (problem: string) => void): void {
  if (read.unverified || (read.phone !== null && read.address !== null)) return;
  note('a phone or an address is null, so "unverified: true" must say so');
}

const familyCenter: Reader<Whereabouts> = checked(
  record((take) => takeWhereabouts(take, nullable(phone))),
  noteUnmarkedGap,
);

const office: Reader<District['office']> = checked(
  record((take) => takeWhereabouts(take, phone)),
  noteUnmarkedGap,
);

function localeAmong(languages: readonly Language[]): Reader<string> {
  return checked(languageTag, (tag, note) => {
    const isOffered = languages.some((offered) => offered.tag === tag);
    if (!isOffered) note(`"${tag}" is not among the languages offered`);
  });
}

const schoolYear: Reader<SchoolYear> = checked(
  record((take) => ({
    firstDay: take('firstDay', day),
    lastDay: take('lastDay', day),
    noSchool: take(
      'noSchool',
      optional(
        distinctListOf(day, (one) => one),
        [],
      ),
    ),
  })),
  (read, note) => {
    if (read.firstDay >= read.lastDay) note('the year ends before it begins');
    const isOutside = read.noSchool.some((one) => one < read.firstDay || one > read.lastDay);
    if (isOutside) note('a day without school lies outside the year');
  },
);

/** Reads `district.yaml`. */
export const district: Reader<District> = record((take) => {
  const languages = take(
    'languages',
    distinctListOf(language, (one) => one.tag),
  );
  return {
    slug: take('slug', slug),
    name: take('name', oneLine),
    timeZone: take('timeZone', timeZone),
    website: take('website', nullable(oneLine)),
    office: take('office', office),
    familyCenter: take('familyCenter', familyCenter),
    languages,
    localeDefault: take('localeDefault', localeAmong(languages)),
    schoolYear: take('schoolYear', optional(nullable(schoolYear), null)),
  };
});

const school: Reader<School> = checked(
  record((take) => ({
    id: take('id', slug),
    name: take('name', oneLine),
    level: take('level', oneOf(schoolLevels)),
    ...takeWhereabouts(take, nullable(phone)),
  })),
  noteUnmarkedGap,
);

/** Reads `schools.yaml`. */
export const schools: Reader<readonly School[]> = record((take) =>
  take(
    'schools',
    distinctListOf(school, (one) => one.id),
  ),
);

const immigration = /\b(ice|ero|hsi|cbp|immigration|homeland|border|customs|deportation)\b/i;

// The letter itself names ICE as non-local; a file that called it local would undo P1 to P7.
const agency: Reader<Agency> = checked(
  record((take) => ({
    id: take('id', slug),
    name: take('name', oneLine),
    kind: take('kind', oneOf(agencyKinds)),
    note: take('note', optional(oneLine, null)),
  })),
  (read, note) => {
    if (read.kind === 'non-local' || !immigration.test(`${read.id} ${read.name}`)) return;
    note('an immigration agency is never local: the letter names ICE as non-local (P1)');
  },
);

/** Reads `agencies.yaml`. */
export const agencies: Reader<readonly Agency[]> = record((take) =>
  take(
    'agencies',
    distinctListOf(agency, (one) => one.id),
  ),
);

const post: Reader<Post> = checked(
  record((take) => ({
    id: take('id', slug),
    title: take('title', oneLine),
    duty: take('duty', oneOf<Duty>(duties)),
    rank: take(
      'rank',
      optional<Post['rank']>(oneOf<'primary' | 'backup'>(['primary', 'backup']), null),
    ),
    schoolId: null,
  })),
  (read, note) => {
    if (isSchoolDuty(read.duty)) note(`a ${read.duty} post comes from schools.yaml`);
    if (read.duty === 'legal-counsel' && read.rank === null) note('the key "rank" is missing');
  },
);

// A chain that names counsel's backups must find somebody there at two in the morning. (P6)
function noteEmptyPosts(posts: readonly Post[], note: (problem: string) => void): void {
  const counsel = posts.filter((one) => one.duty === 'legal-counsel');
  if (!counsel.some((one) => one.rank === 'primary')) note('no post of primary legal counsel');
  if (!counsel.some((one) => one.rank === 'backup')) note('no post of backup legal counsel');
  if (!posts.some((one) => one.duty === 'superintendent')) note('no post of superintendent');
}

/** Reads `people.yaml`: the posts of the district as a whole. */
export const districtPosts: Reader<readonly Post[]> = record((take) =>
  take(
    'posts',
    checked(
      distinctListOf(post, (one) => one.id),
      noteEmptyPosts,
    ),
  ),
);

/** The four posts of a school, such as "Building leader, Cranbury Elementary". */
export function postsOfSchool(of: School): readonly Post[] {
  return schoolDuties.map((duty) => ({
    id: `${duty}-${of.id}`,
    title: `${schoolDutyTitles[duty]}, ${of.name}`,
    duty,
    rank: null,
    schoolId: of.id,
  }));
}
