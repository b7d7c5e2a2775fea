import { request as ask } from 'node:http';
import type { Browser } from '@playwright/test';
import { expect, expectReadable, planUrl, publicUrl, test } from './kit.ts';

const phone = { viewport: { width: 320, height: 800 }, javaScriptEnabled: false };

async function read(browser: Browser, address: string, more: object = {}) {
  const context = await browser.newContext({ ...phone, ...more });
  const page = await context.newPage();
  const response = await page.goto(address);
  return { page, response, close: () => context.close() };
}

test('a browser is led to a language that it reads and we have', async ({ request }) => {
  const led = async (language: string, path: string) => {
    const headers = { 'accept-language': language };
    const answer = await request.get(`${publicUrl}${path}`, { headers, maxRedirects: 0 });
    expect(answer.headers().vary).toContain('Accept-Language');
    return [answer.status(), answer.headers().location];
  };
  expect(await led('es-MX,es;q=0.9,en;q=0.5', '/')).toEqual([303, '/es']);
  expect(await led('ht', '/status')).toEqual([303, '/ht/status']);
  expect(await led('pt-BR', '/')).toEqual([303, '/en']);
});

test('every page for families reads well on a small phone, light and dark', async ({ browser }) => {
  const paths = ['', '/policy', '/status', '/nowhere'];
  for (const language of ['en', 'es', 'ht']) {
    for (const address of paths.map((path) => `${publicUrl}/${language}${path}`)) {
      for (const colorScheme of language === 'en' ? ['light', 'dark'] : ['light']) {
        // axe itself is a script: it runs where a reader's browser would run none.
        const { page, close } = await read(browser, address, {
          colorScheme,
          javaScriptEnabled: true,
          bypassCSP: true,
        });
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await page.locator('script').count(), address).toBe(0);
        await expectReadable(page);
        await close();
      }
    }
  }
});

test('a page in a language without words is no page in English', async ({ browser }) => {
  const { page, response, close } = await read(browser, `${publicUrl}/pt/status`);
  expect(response?.status()).toBe(404);
  await expect(page.getByText('Esta página todavía no está en su idioma.')).toBeVisible();
  await expect(page.getByText('Paj sa a poko nan lang ou.')).toBeVisible();
  await expect(page.getByText('What we know now')).toHaveCount(0);
  await page.getByRole('link', { name: 'Español' }).click();
  await expect(page).toHaveURL(`${publicUrl}/es`);
  await close();
});

test('the language changes on the page that is open', async ({ browser }) => {
  const { page, close } = await read(browser, `${publicUrl}/en/policy`);
  await page.getByRole('link', { name: 'Kreyòl ayisyen' }).click();
  await expect(page).toHaveURL(`${publicUrl}/ht/policy`);
  await expect(page.getByText('Lèt sa a an anglè sèlman.')).toBeVisible();
  await expect(page.locator('article[lang=en]')).toContainText('Dear Families,');
  await close();
});

test('with nothing released the page says what was sent, and not that nothing happens', async ({
  browser,
}) => {
  const { page, close } = await read(browser, `${publicUrl}/en/status`);
  await expect(page.getByText('A message is real only if it stands on this page.')).toBeVisible();
  await expect(page.getByText(/This page is as of .*202\d/)).toBeVisible();
  await expect(page.getByText('Nothing is happening')).toHaveCount(0);
  await close();
});

test('a page that did not change is not sent twice', async ({ request }) => {
  const first = await request.get(`${publicUrl}/en/policy`);
  const headers = { 'if-none-match': first.headers().etag ?? '' };
  const second = await request.get(`${publicUrl}/en/policy?again`, { headers });
  expect([first.status(), second.status()]).toEqual([200, 304]);
  expect(first.headers()['content-security-policy']).toContain("script-src 'none'");
  expect(first.headers()['set-cookie']).toBeUndefined();
});

test('no spelling of a path leads from the public pages to those of staff', async () => {
  for (const path of ['/staff/sign-in', '/_app/../staff/sign-in', '/%2e%2e/staff/sign-in']) {
    // Only a plain connection sends dots as they are.
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(publicUrl);
      ask({ hostname, port, path }, (answer) => resolve(answer.resume().statusCode))
        .once('error', reject)
        .end();
    });
    expect(status, path).toBe(404);
  }
});

test('the plan page asks for nothing, stores nothing, and says where plans are made', async ({
  browser,
}) => {
  for (const [language, words] of [
    ['en', 'That part is not built.'],
    ['es', 'Esa parte aún no existe.'],
    ['ht', 'Pati sa a poko egziste.'],
  ]) {
    const { page, close } = await read(browser, `${planUrl}/${language}`, {
      javaScriptEnabled: true,
      bypassCSP: true,
    });
    await expect(page.getByText(words ?? '')).toBeVisible();
    expect(await page.locator('form, input, script').count()).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    await expectReadable(page);
    await close();
  }
});
