import type { Transaction } from '#platform/database';
import { type Secrets, seal, unseal } from '#platform/secrets';
import type { Guardian, Household } from './core/csv-households.ts';
import type { GuardianToTell, Way } from './words.ts';

type Opened = {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
};

const keyOf = (secrets: Secrets, district: string) => secrets.derive(`roster:${district}`);

/**
 * Puts the households of a file in the place of those that were there.
 *
 * One transaction: there is never half a school. Names and addresses are sealed before they arrive.
 */
export async function replaceHouseholds(
  transaction: Transaction,
  secrets: Secrets,
  households: readonly Household[],
): Promise<void> {
  const { district } = transaction;
  await transaction.query('delete from household where district = $1', [district]);
  const key = keyOf(secrets, district);
  for (let at = 0; at < households.length; at += 1000) {
    await insertBatch(transaction, key, households.slice(at, at + 1000));
  }
}

async function insertBatch(
  transaction: Transaction,
  key: Buffer,
  households: readonly Household[],
): Promise<void> {
  const { district } = transaction;
  const schools = households.flatMap((each) =>
    each.schools.map((school) => ({ household: each.household, school })),
  );
  const guardians = households.flatMap((each) =>
    each.guardians.map((guardian) => ({ household: each.household, guardian })),
  );
  const students = households.flatMap((each) =>
    each.students.flatMap((student) =>
      each.schools.map((school) => ({ household: each.household, school, ...student })),
    ),
  );
  await transaction.query(
    'insert into household select $1, * from unnest($2::text[]) on conflict do nothing',
    [district, households.map((each) => each.household)],
  );
  await transaction.query(
    `insert into household_school select $1, * from unnest($2::text[], $3::text[])
     on conflict do nothing`,
    [district, schools.map((each) => each.school), schools.map((each) => each.household)],
  );
  await transaction.query(
    `insert into student (district, student, household, school, adult_from)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::date[])
     on conflict do nothing`,
    [
      district,
      students.map((each) => each.student),
      students.map((each) => each.household),
      students.map((each) => each.school),
      students.map((each) => each.adultFrom),
    ],
  );
  await insertGuardians(transaction, key, guardians);
}

async function insertGuardians(
  transaction: Transaction,
  key: Buffer,
  guardians: readonly { household: string; guardian: Guardian }[],
): Promise<void> {
  const { district } = transaction;
  await transaction.query(
    `insert into guardian (district, household, guardian, language, channels, may_contact, sealed)
     select $1, g.household, g.guardian, g.language, string_to_array(g.channels, ';'), true,
            g.sealed
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[])
       as g(household, guardian, language, channels, sealed) on conflict do nothing`,
    [
      district,
      guardians.map((each) => each.household),
      guardians.map((each) => each.guardian.guardian),
      guardians.map((each) => each.guardian.language),
      guardians.map((each) => each.guardian.channels.join(';')),
      guardians.map(({ household, guardian }) =>
        seal(
          key,
          Buffer.from(
            JSON.stringify({
              name: guardian.guardianName,
              email: guardian.email,
              phone: guardian.phone,
            }),
          ),
          `${district}/${household}/${guardian.guardian}`,
        ),
      ),
    ],
  );
}

type GuardianRow = {
  household: string;
  guardian: string;
  language: string;
  channels: string[];
  sealed: Buffer;
};

function open(key: Buffer, district: string, row: GuardianRow): Opened | null {
  const opened = unseal(key, row.sealed, `${district}/${row.household}/${row.guardian}`);
  return opened === null ? null : JSON.parse(opened.toString('utf8'));
}

function waysOf(row: GuardianRow, opened: Opened | null): Way[] {
  return row.channels.flatMap((channel): Way[] => {
    const address = channel === 'email' ? opened?.email : opened?.phone;
    const isWay = channel === 'email' || channel === 'sms' || channel === 'voice';
    return isWay && address ? [{ channel, address }] : [];
  });
}

/** Guardians of these households, with their ways opened. Only who may be told is ever stored. */
export async function guardiansOf(
  transaction: Transaction,
  secrets: Secrets,
  households: readonly string[],
): Promise<(GuardianToTell & { readonly name: string })[]> {
  const rows = await transaction.query<GuardianRow>(
    `select household, guardian, language, channels, sealed from guardian
     where district = $1 and household = any($2) and may_contact order by household, guardian`,
    [transaction.district, households],
  );
  const key = keyOf(secrets, transaction.district);
  return rows.map((row) => {
    const opened = open(key, transaction.district, row);
    return { ...row, name: opened?.name ?? '', ways: waysOf(row, opened) };
  });
}

/** The households of one school, a page at a time, in the order of their ids. */
export async function householdsAt(
  transaction: Transaction,
  school: string,
  after: string,
  most: number,
): Promise<string[]> {
  const rows = await transaction.query<{ household: string }>(
    `select household from household_school
     where district = $1 and school = $2 and household > $3 order by household limit $4`,
    [transaction.district, school, after, most],
  );
  return rows.map((row) => row.household);
}

/** The languages in which guardians at one school want to be told. */
export async function languagesAt(transaction: Transaction, school: string): Promise<string[]> {
  const rows = await transaction.query<{ language: string }>(
    `select distinct g.language from guardian g join household_school s using (district, household)
     where g.district = $1 and s.school = $2 and g.may_contact order by language`,
    [transaction.district, school],
  );
  return rows.map((row) => row.language);
}

/** How many households there are, by school; for the page of imports. */
export async function countHouseholds(transaction: Transaction) {
  return transaction.query<{ school: string; households: number }>(
    `select school, count(*) as households from household_school where district = $1
     group by school order by school`,
    [transaction.district],
  );
}
