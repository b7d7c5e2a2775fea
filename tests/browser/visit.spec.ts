import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, expectReadable, reportArrival, staffUrl, test } from './kit.ts';

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

async function showPaper(page: Page, encounter: string): Promise<void> {
  await page.goto(`${encounter}/paper`);
  await page.getByLabel('Photo or PDF of the paper').setInputFiles({
    name: 'paper.png',
    mimeType: 'image/png',
    buffer: Buffer.concat([dot, Buffer.from(randomUUID())]),
  });
  await page.getByRole('button', { name: 'Send it to counsel' }).click();
  await page.waitForURL(encounter);
}

test('one tap reports agents, and the page says where it stands', async ({ as }) => {
  const officer = await as('officerOne');
  await reportArrival(officer);
  await expect(officer.getByText('Counsel has not decided. Nobody comes in.')).toBeVisible();
  await expect(officer.getByRole('heading', { name: 'Who is called' })).toBeVisible();
  await expectReadable(officer);
});

test('counsel’s decision is on the open page at the door within a second', async ({ as }) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  const counsel = await as('counselOne');
  await counsel.goto(encounter);
  await expectReadable(counsel);
  await counsel.getByLabel('Reasons, or what you need to know').fill('No court has ordered this.');
  await counsel.getByRole('button', { name: 'Deny access' }).click();
  await expect(officer.getByText('Counsel denied access. Nobody comes in.')).toBeVisible({
    timeout: 1500,
  });
});

test('counsel denies with script switched off', async ({ as, browser }) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  const signedIn = await as('counselOne');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 800 },
    storageState: await signedIn.context().storageState(),
  });
  const counsel = await context.newPage();
  await counsel.goto(encounter);
  await counsel.getByRole('button', { name: 'Deny access' }).click();
  await expect(counsel.getByText('Counsel denied access. Nobody comes in.')).toBeVisible();
  await context.close();
});

test('counsel authorizes by passkey, and only on a judge’s paper', async ({ as }) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  await showPaper(officer, encounter);
  const counsel = await as('counselOne');
  await counsel.goto(`${encounter}/authorize`);
  await expect(counsel.getByText('No paper that can open a door')).toBeVisible();
  await counsel.goto(encounter);
  await counsel.getByLabel('Counsel finds this paper to be').selectOption('judicial-warrant');
  await counsel.getByLabel('Issued by (court or agency)').fill('United States District Court');
  await counsel.getByRole('button', { name: 'Record the finding' }).click();
  await expect(counsel.getByText('Counsel found this paper to be a judicial')).toBeVisible();
  await counsel.goto(`${encounter}/authorize`);
  await expectReadable(counsel);
  await counsel.getByLabel('Ground').selectOption('judicial-search-warrant');
  await counsel.getByLabel('Where, exactly').fill('Locker 214');
  await counsel.getByLabel('What may be searched or taken, exactly').fill('Contents of locker 214');
  await counsel.getByRole('button', { name: 'Sign and authorize' }).click();
  await counsel.waitForURL(encounter);
  await expect(counsel.getByText('Counsel authorized limited access, exactly')).toBeVisible();
  await expect(officer.getByText('Locker 214', { exact: true })).toBeVisible({ timeout: 3000 });
  await expectReadable(counsel);
});

test('a leader has no button that decides, and is told why not', async ({ as }) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  const leader = await as('leaderOne');
  await leader.goto(encounter);
  await expect(leader.getByRole('button', { name: 'Deny access' })).toHaveCount(0);
  await leader.goto(`${encounter}/authorize`);
  await expect(leader.getByText('Only Legal Counsel authorizes')).toBeVisible();
});

test('words that should not be written are asked about once, and nothing typed is lost', async ({
  as,
}) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  await officer.goto(`${encounter}/identify`);
  await officer.getByLabel('Unit', { exact: true }).fill('Unit 7');
  await officer.getByLabel('What they want, in their words').fill('The father is undocumented.');
  await officer.getByRole('button', { name: 'Record it' }).click();
  await expect(officer.getByText('Should this be written down?')).toBeVisible();
  await expect(officer.getByLabel('Unit', { exact: true })).toHaveValue('Unit 7');
  await expectReadable(officer);
  await officer.getByRole('button', { name: 'Take it out and send' }).click();
  await officer.waitForURL(encounter);
  await expect(officer.getByText('Unit 7')).toBeVisible();
  await expect(officer.getByText('undocumented')).toHaveCount(0);
});

test('a draft survives a reload', async ({ as }) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  await officer.goto(`${encounter}/identify`);
  await officer
    .getByLabel('Vehicles')
    .evaluate((field) => field.closest('details')?.setAttribute('open', ''));
  await officer.getByLabel('Vehicles').fill('Two grey vans');
  await officer.reload();
  await officer
    .getByLabel('Vehicles')
    .evaluate((field) => field.closest('details')?.setAttribute('open', ''));
  await expect(officer.getByLabel('Vehicles')).toHaveValue('Two grey vans');
});

test('the desk, in the dark and at a wide window, reads as well', async ({ as }) => {
  const leader = await as('leaderOne', {
    colorScheme: 'dark',
    viewport: { width: 1280, height: 900 },
  });
  await expectReadable(leader);
  await leader.goto(`${staffUrl}/me`);
  await expectReadable(leader);
});

for (const [name, path] of [
  ['itOne', '/people'],
  ['custodianOne', '/roster'],
  ['communicationsOne', '/notices'],
  ['auditorOne', '/ledger'],
  ['officerOne', '/dev/phones'],
] as const) {
  test(`${path} can be read on a small phone by ${name}`, async ({ as }) => {
    const page = await as(name);
    await page.goto(`${staffUrl}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectReadable(page);
  });
}

test('a page loads nothing from a third party and breaks no content policy', async ({ as }) => {
  const officer = await as('officerOne');
  const foreign: string[] = [];
  const broken: string[] = [];
  officer.on('request', (request) => {
    if (!request.url().startsWith(staffUrl)) foreign.push(request.url());
  });
  officer.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) broken.push(message.text());
  });
  await reportArrival(officer);
  await officer.waitForTimeout(500);
  expect(foreign).toEqual([]);
  expect(broken).toEqual([]);
});
