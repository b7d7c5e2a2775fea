/**
 * `threshold seed`: loads the fictional cast into a trial, and prints what a program needs to act
 * as each.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { insertPasskey } from '#district/credentials';
import { finishSetUp, type NamedPerson, peopleRoom, peopleStream } from '#district/people-acts';
import { makeToken } from '#district/sessions';
import { listPeople } from '#district/store';
import { type House, readStory } from '#ledger/perform';
import type { Database } from '#platform/database';
import { printableKey, softwarePasskey } from '#platform/software-passkey';
import { readHouseholds } from '../roster/core/read-households.ts';
import { householdsOf } from '../roster/core/csv-households.ts';
import { replaceHouseholds } from '#roster/store';
import { known, type PersonId } from '#std/ids';
import { cast, type CastPerson, castDistricts } from '../../tests/cast/cast.ts';
import { secondCast } from '../../tests/cast/second-cast.ts';
import { openHouse, type OpenHouse, StartProblem } from '../house.server.ts';
import { openCluster, settingsOrProblem } from '../supervise.ts';

/** Who may be seeded: the visibly fictional people of a district's cast. */
function castOf(slug: string): CastPerson[] {
  return slug === 'norwalk' ? Object.values(cast) : Object.values(secondCast);
}

/** Seeds and prints; 0 when done, 1 when refused. */
export async function run(args: readonly string[]): Promise<number> {
  const settings = settingsOrProblem();
  if (settings.mode === 'live') throw new StartProblem('The cast is never loaded into live use.');
  const { cluster, clusterUrl } = await openCluster(settings);
  const opened = await openHouse(settings, clusterUrl, { role: 'threshold_app', connections: 4 });
  const keeper = opened.databaseAs('threshold_keeper', 2);
  try {
    const lines = await seed(opened, keeper);
    if (lines === null) {
      process.stderr.write('There are people here who are not of the cast. Nothing was loaded.\n');
      return 1;
    }
    for (const line of lines) {
      process.stdout.write(
        args.includes('--json')
          ? `${JSON.stringify(line)}\n`
          : `${line.name.padEnd(36)} ${line.duty.padEnd(24)} ${line.email}\n`,
      );
    }
    return 0;
  } finally {
    await opened.close();
    await cluster?.stop();
  }
}

/** What a program needs to act as one person of the cast. */
export type SeedLine = CastPerson & {
  readonly person: string;
  readonly token: string;
  readonly passkey: {
    readonly credential: string;
    readonly privateKeyPkcs8: string;
    readonly rpId: string;
    readonly origin: string;
  };
};

/** Loads the cast once; tokens are made anew each time. Null where real people exist. */
export async function seed(opened: OpenHouse, keeper: Database): Promise<SeedLine[] | null> {
  const { house, desk } = opened;
  const people = castOf(house.district);
  const already = await house.database.inDistrict(house.district, listPeople);
  if (already.some((person) => !people.some(({ id }) => id === person.person))) return null;
  const story = await readStory(house, peopleRoom, peopleStream);
  if (story?.state.isSetUp !== true) {
    await loadPeople(house, people);
    await loadFamilies(opened, keeper);
  }
  const lines: SeedLine[] = [];
  for (const person of people) {
    const passkey = softwarePasskey(house.secrets, person.id);
    lines.push({
      ...person,
      person: person.id,
      token: await makeToken(house, known<PersonId>(person.id), 'seed'),
      passkey: {
        credential: passkey.credential,
        privateKeyPkcs8: printableKey(passkey),
        rpId: desk.site.rpId,
        origin: desk.site.origin,
      },
    });
  }
  return lines;
}

async function loadPeople(house: House, people: readonly CastPerson[]): Promise<void> {
  const ranks = new Map<string, number>();
  const named = people.map(({ id, ...person }): NamedPerson => {
    const post = `${person.duty}/${person.school}`;
    const rank = (ranks.get(post) ?? 0) + 1;
    ranks.set(post, rank);
    return { ...person, person: known<PersonId>(id), rank };
  });
  await finishSetUp(house, named);
  await house.database.inDistrict(house.district, async (transaction) => {
    for (const { id } of people) {
      const passkey = softwarePasskey(house.secrets, id);
      await insertPasskey(transaction, house, {
        person: known<PersonId>(id),
        credential: passkey.credential,
        publicKey: passkey.publicKey,
        counter: 0,
        label: 'software passkey of the trial',
      });
    }
  });
}

async function loadFamilies(opened: OpenHouse, keeper: Database): Promise<void> {
  const { house, pack } = opened;
  const file = castDistricts.find(({ slug }) => slug === house.district)?.households;
  if (file === undefined) return;
  const bytes = await readFile(join(import.meta.dirname, '../../tests/cast', file));
  const read = readHouseholds(bytes, {
    schools: new Set(pack.schools.map((school) => school.id)),
    languages: new Set(pack.district.languages.map((language) => language.tag)),
  });
  await keeper.inDistrict(house.district, (transaction) =>
    replaceHouseholds(transaction, house.secrets, householdsOf(read.rows)),
  );
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
