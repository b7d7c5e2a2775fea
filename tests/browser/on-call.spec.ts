import type { Page } from '@playwright/test';
import { expect, expectReadable, reportArrival, staffUrl, test } from './kit.ts';

const shots = process.env.SHOTS;

/** Keeps a picture for somebody to look at, where one is wanted. */
async function keep(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

test('counsel sets a rota in turns without script, and sees who is on call', async ({
  as,
  browser,
}) => {
  const signedIn = await as('counselOne');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 800 },
    storageState: await signedIn.context().storageState(),
  });
  const counsel = await context.newPage();
  await counsel.goto(`${staffUrl}/rotas`);
  await expect(counsel.getByRole('heading', { level: 1 })).toHaveText('Who is on call');
  await keep(counsel, 'rotas-phone');
  await counsel.getByRole('link', { name: 'Legal Counsel' }).click();
  const line = counsel.getByRole('group', { name: 'First line' });
  await line.getByLabel('Counsel Two (fictional)').fill('1');
  await line.getByLabel('Counsel One (fictional)').fill('2');
  await line.getByLabel('Turns').selectOption('week');
  await line.getByLabel('First turn begins on').fill('2026-11-23');
  await counsel.getByRole('button', { name: 'Save the rota' }).click();
  await expect(counsel.getByRole('heading', { name: 'The next four weeks' })).toBeVisible();
  await expect(counsel.locator('.shifts li').first()).toContainText('Counsel');
  await keep(counsel, 'rota-phone');
  await context.close();
});

test('a rota that cannot be read comes back as it was typed', async ({ as }) => {
  const counsel = await as('counselOne');
  await counsel.goto(`${staffUrl}/rotas/legal-counsel`);
  await counsel.getByText('The lines of the rota').click();
  const line = counsel.getByRole('group', { name: 'Line 1' });
  await line.getByLabel('Handed over at').fill('25:00');
  await counsel.getByRole('button', { name: 'Save the rota' }).click();
  await expect(counsel.getByText('write a time as 07:30').first()).toBeVisible();
  await expect(line.getByLabel('Handed over at')).toHaveValue('25:00');
  await expectReadable(counsel);
  await keep(counsel, 'rota-problem');
  await counsel.goto(`${staffUrl}/rotas`);
  await expectReadable(counsel);
});

test('cover is asked for and taken, and the other sees it', async ({ as }) => {
  const one = await as('counselOne');
  await one.goto(`${staffUrl}/rotas/legal-counsel`);
  await one.getByText('Ask somebody to cover for me').click();
  const form = one.locator('form', { has: one.getByRole('button', { name: 'Ask for cover' }) });
  await form.getByLabel('From').fill('2026-12-01T08:00');
  await form.getByLabel('Until').fill('2026-12-02T08:00');
  await one.getByRole('button', { name: 'Ask for cover' }).click();
  await expect(one.getByRole('button', { name: 'I need no cover any more' })).toBeVisible();
  const two = await as('counselTwo');
  await two.goto(`${staffUrl}/rotas/legal-counsel`);
  await two.getByRole('button', { name: 'I cover this' }).click();
  await expect(two.getByText('Counsel Two (fictional) stands in')).toBeVisible();
  await keep(two, 'rota-cover');
});

test('readiness names the gaps, who would ring, and what is missing', async ({ as }) => {
  const it = await as('itOne');
  await it.goto(`${staffUrl}/readiness`);
  await expect(it.getByRole('heading', { level: 1 })).toHaveText('Would somebody answer?');
  await expect(it.getByText('has not confirmed a call to their telephone').first()).toBeVisible();
  await expectReadable(it);
  await keep(it, 'readiness-phone');
  await it.setViewportSize({ width: 1280, height: 900 });
  await it.emulateMedia({ colorScheme: 'dark' });
  await expectReadable(it);
  await keep(it, 'readiness-desk-dark');
});

test('a rota with a hole in every night is drawn as a calendar, and mended', async ({ as }) => {
  const counsel = await as('counselOne', { viewport: { width: 1280, height: 900 } });
  await counsel.goto(`${staffUrl}/rotas/legal-counsel`);
  await counsel.getByText('The lines of the rota').click();
  const line = counsel.getByRole('group', { name: 'Line 1' });
  await line.getByText('Only at certain hours? Leave empty for around the clock').click();
  await line.getByLabel('From', { exact: true }).first().fill('08:00');
  await line.getByLabel('Until', { exact: true }).first().fill('20:00');
  await counsel.getByRole('button', { name: 'Save the rota' }).click();
  await expect(
    counsel.getByText('Nobody on call: all who hold it are called').first(),
  ).toBeVisible();
  await counsel.goto(`${staffUrl}/readiness`);
  await expect(counsel.getByRole('heading', { name: 'Gaps that come and go' })).toBeVisible();
  await expect(counsel.getByText('the rota names nobody').first()).toBeVisible();
  await expectReadable(counsel);
  await keep(counsel, 'readiness-calendar');
  await counsel.goto(`${staffUrl}/rotas/legal-counsel`);
  await counsel.getByText('The lines of the rota').click();
  await line.getByLabel('From', { exact: true }).first().fill('');
  await counsel.getByRole('button', { name: 'Save the rota' }).click();
  await expect(counsel.getByText('Nobody on call: all who hold it are called')).toHaveCount(0);
});

test('a test of one’s own text message is sent from the page', async ({ as }) => {
  const leader = await as('leaderOne');
  await leader.goto(`${staffUrl}/me`);
  await expectReadable(leader);
  const way = leader.getByRole('listitem').filter({ hasText: 'text message' });
  await way.getByRole('button', { name: 'Send a test' }).click();
  await expect(leader.getByText('A test is on its way')).toBeVisible();
  await leader.getByRole('button', { name: 'Make an address for my calendar' }).click();
  await expect(leader.locator('code')).toContainText('/calendar/');
  await keep(leader, 'me-phone');
});

test('they say they will come in: the words of that moment stand on the page', async ({ as }) => {
  const officer = await as('officerOne');
  await reportArrival(officer);
  await officer.getByRole('button', { name: 'They say they will come in now' }).click();
  await expect(officer.getByText('You reported that they will come in.')).toBeVisible();
  // Nobody showed a paper, so nobody says that counsel has one.
  await expect(officer.getByText('Counsel has your warrant')).toHaveCount(0);
  await expect(
    officer.getByText('I do not consent, and I will not stand in your way.').first(),
  ).toBeVisible();
  await expectReadable(officer);
  await keep(officer, 'come-in-phone');
});

test('a leader who cannot says so, and hands it to another', async ({ as }) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  const leader = await as('leaderOne');
  await leader.goto(encounter);
  await leader.getByText('I cannot, call me back, or hand it over').click();
  await keep(leader, 'calling-phone');
  await leader.getByLabel('Hand it to').selectOption({ label: 'Administrator One (fictional)' });
  await leader.getByRole('button', { name: 'Hand it over, and call them now' }).click();
  await expect(leader.getByRole('heading', { name: 'Who is called' })).toBeVisible();
  await expectReadable(leader);
});

test('a counsel with a conflict steps aside, and has no decision any more', async ({ as }) => {
  const officer = await as('officerOne');
  const encounter = await reportArrival(officer);
  const counsel = await as('counselOne');
  await counsel.goto(encounter);
  await counsel.getByText('I have a conflict').click();
  await counsel.getByRole('button', { name: 'Step aside' }).click();
  await expect(counsel.getByText('Another counsel decides in this encounter.')).toBeVisible();
  await expect(counsel.getByRole('button', { name: 'Deny access' })).toHaveCount(0);
  await keep(counsel, 'aside-phone');
});

test('a page that is pushed to a browser is shown by it', async ({ as }) => {
  const leader = await as('leaderOne');
  await leader.context().grantPermissions(['notifications'], { origin: staffUrl });
  await leader.goto(`${staffUrl}/me`);
  const protocol = await leader.context().newCDPSession(leader);
  const registered = new Promise<string>((resolve) => {
    protocol.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) resolve(first.registrationId);
    });
  });
  await protocol.send('ServiceWorker.enable');
  // The button registers the worker; no push service answers here, so nothing is subscribed.
  await leader.getByRole('button', { name: 'Let pages reach this browser' }).click();
  const link = `${staffUrl}/answer/made-up`;
  const data = JSON.stringify({ title: 'You are needed', body: 'At a school.', link });
  const registrationId = await registered;
  await leader.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active?.state !== 'activated') await new Promise((go) => setTimeout(go, 20));
  });
  await protocol.send('ServiceWorker.deliverPushMessage', {
    origin: staffUrl,
    registrationId,
    data,
  });
  const shown = () =>
    leader.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
    });
  await expect.poll(shown).toEqual([{ title: 'You are needed', body: 'At a school.' }]);
});
