import AxeBuilder from '@axe-core/playwright';
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import type { SeedLine } from '../../src/commands/seed.ts';
import { cast } from '../cast/cast.ts';

type TownAddresses = {
  readonly publicUrl: string;
  readonly staffUrl: string;
  readonly planUrl: string;
  readonly people: readonly SeedLine[];
};

export const town: TownAddresses = JSON.parse(process.env.TOWN ?? '{}');
export const { publicUrl, staffUrl, planUrl } = town;
export type CastName = keyof typeof cast;

export function personOf(name: CastName): SeedLine {
  const found = town.people.find(({ id }) => id === cast[name].id);
  if (found === undefined) throw new Error(`${name} is not in the town`);
  return found;
}

// A counter that falls is a copied key: each browser starts where time is, in tenths of a second.
const counterNow = () => Math.floor((Date.now() - Date.parse('2026-01-01T00:00:00Z')) / 100);

/** A page whose browser holds a person's passkey, signed in by pressing the button. */
async function signIn(page: Page, name: CastName): Promise<void> {
  const { passkey, person } = personOf(name);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('WebAuthn.enable');
  const { authenticatorId } = await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const base64 = (text: string) => Buffer.from(text, 'base64url').toString('base64');
  await protocol.send('WebAuthn.addCredential', {
    authenticatorId,
    credential: {
      credentialId: base64(passkey.credential),
      isResidentCredential: true,
      rpId: passkey.rpId,
      privateKey: base64(passkey.privateKeyPkcs8),
      userHandle: Buffer.from(person).toString('base64'),
      signCount: counterNow(),
    },
  });
  await page.goto(`${staffUrl}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with your passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Reports agents with one tap. Returns the address of their encounter. */
export async function reportArrival(page: Page): Promise<string> {
  await page.goto(staffUrl);
  await page.getByRole('button', { name: 'Agents are here' }).click();
  await page.waitForURL(/\/encounters\//);
  return page.url();
}

type Kit = {
  /** A person of the cast in a browser of their own, signed in. */
  readonly as: (name: CastName, options?: BrowserContextOptions) => Promise<Page>;
};

export const test = base.extend<Kit>({
  as: async ({ browser }, use) => {
    const opened: Page[] = [];
    await use(async (name, options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 320, height: 800 },
        ...options,
      });
      const page = await context.newPage();
      opened.push(page);
      await signIn(page, name);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
});

/** Nothing that axe finds wrong, and nothing that runs out of the side of the page. */
export async function expectReadable(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(
    found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  ).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

export { expect };
