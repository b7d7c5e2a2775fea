/** A notice to many families on its way out of a town, for measuring a page while it is. */
import { randomUUID } from 'node:crypto';
import { replaceHouseholds } from '#roster/store';
import { type Town, until } from '../town.ts';
import { openTownHouse } from './town-house.ts';

/** Moves so many fictional families in, one letter box each, in three languages. */
export async function moveCrowdIn(town: Town, many: number): Promise<void> {
  const { database, district, secrets } = openTownHouse(town, 'threshold_keeper');
  const households = Array.from({ length: many }, (_, nth) => family(nth));
  try {
    await database.inDistrict(district, (transaction) =>
      replaceHouseholds(transaction, secrets, households),
    );
  } finally {
    await database.close();
  }
}

function family(nth: number) {
  const language = ['en', 'es', 'ht'][nth % 3] ?? 'en';
  const guardian = {
    guardian: `guardian-${nth}`,
    guardianName: `Guardian ${nth} (fictional)`,
    language,
    email: `crowd-${nth}@cast.example`,
    phone: null,
    channels: ['email'] as const,
  };
  return {
    household: `crowd-${nth}`,
    schools: ['cranbury-elementary'],
    guardians: [guardian],
    students: [{ student: `student-${nth}`, adultFrom: '2036-01-01' }],
    languages: [language],
  };
}

/** A whole visit up to the release of its notice; answers with the notice's id. */
export async function releaseNotice(town: Town): Promise<string> {
  const visit = `encounters/${randomUUID()}`;
  const act = () => ({ act: randomUUID() });
  await town.post('officerOne', `${visit}/report-arrival`, {
    ...act(),
    school: 'cranbury-elementary',
  });
  await town.post('counselOne', `${visit}/answer-page`, {});
  await town.post('counselOne', `${visit}/deny-access`, { ...act(), reasons: 'No paper.' });
  await town.post('officerOne', `${visit}/report-departure`, act());
  const notice = await until('the notice is drafted', async () => {
    const { body } = await town.get('counselOne', 'notices');
    return (body.notices as { notice: string }[])[0]?.notice;
  });
  const digest = await until('counsel clears the notice', async () => {
    const { body } = await town.get('counselOne', `notices/${notice}`);
    const read = (body.notice as { digest: string }).digest;
    const cleared = { ...act(), digest: read, whyBeforeTheyLeft: '' };
    const { status } = await town.post('counselOne', `notices/${notice}/clear-notice`, cleared);
    return status === 200 && read;
  });
  const release = { ...act(), digest };
  await town.post('communicationsOne', `notices/${notice}/release-notice`, release);
  return notice;
}

/** How many messages of a notice have not gone out yet. */
export async function progressOf(town: Town, notice: string) {
  const { body } = await town.get('communicationsOne', `notices/${notice}`);
  const progress = body.progress as { queued: number; sending: number };
  return { waiting: progress.queued + progress.sending };
}
