import { describe, expect, test } from 'vitest';
import { cycleIn } from './imports.ts';
import { brokenBy } from './planted.ts';

function importing(file: string, specifier: string): readonly string[] {
  return brokenBy(file, `import { a } from '${specifier}';`);
}

describe('who may know whom', () => {
  test.each([
    ['siblings do not know each other', 'src/encounter/views.server.ts', '#paging/store'],
    ['nor the words of each other', 'src/encounter/words.ts', '#paging'],
    ['a lower room never knows a higher one', 'src/ledger/store.server.ts', '#district/desk'],
    ['a room never knows what composes it', 'src/notice/jobs.server.ts', '../world.server.ts'],
    ['nor the pages', 'src/notice/jobs.server.ts', '../routes/staff/a.ts'],
    ['a relative path does not lead out', 'src/notice/jobs.server.ts', '../roster/store.server.ts'],
    ['the platform knows no room', 'src/platform/sms.server.ts', '#district'],
    ['only server files know the platform', 'src/notice/planted/a.ts', '#platform/clock'],
    ['only screens draw', 'src/notice/views.server.ts', '#design/gallery.ts'],
    ['the switch of the letter knows words only', 'src/protocol/follow.ts', '#paging/store'],
    ['a room needs a line of its own', 'src/attic/words.ts', '#std/ids'],
  ])('%s', (_, file, specifier) => {
    const broken = importing(file, specifier);
    expect(broken.some((rule) => rule === 'module-graph' || rule === 'only-words')).toBe(true);
  });

  test('a type, a dynamic import and a passed-on name are imports too', () => {
    const file = 'src/encounter/views.server.ts';
    for (const text of [
      "import type { A } from '#paging';",
      "const a = await import('#paging/store');",
      "export { a } from '#paging';",
      "type A = import('#paging').A;",
    ]) {
      expect(brokenBy(file, text)).toEqual(['module-graph']);
    }
  });

  test.each([
    ['src/encounter/views.server.ts', '#district/desk'],
    ['src/encounter/views.server.ts', '#platform/clock'],
    ['src/encounter/views.server.ts', './store.server.ts'],
    ['src/protocol/jobs.server.ts', '#paging/store'],
    ['src/routes/staff/+page.server.ts', '#encounter/acts'],
    ['src/web.ts', '#paging/hooks'],
    ['src/encounter/core/decide.ts', '#ledger'],
    ['src/encounter/core/decide.ts', '../words.ts'],
    ['src/encounter/screens/a.svelte.ts', '#design/gallery.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(importing(file, specifier)).toEqual([]);
  });

  test('a circle of rooms is found, and a picture without one is let be', () => {
    expect(cycleIn({ a: ['b'], b: ['c'], c: ['a'], d: ['a'] })).toEqual(['a', 'b', 'c']);
    expect(cycleIn({ a: ['b', 'c'], b: ['c'], c: [] })).toEqual([]);
  });
});

describe('the law needs nothing', () => {
  test.each([
    ['src/encounter/core/decide.ts', 'zod'],
    ['src/encounter/core/decide.ts', 'node:crypto'],
    ['src/encounter/core/decide.ts', '../store.server.ts'],
    ['src/encounter/core/decide.ts', '#ledger/perform'],
    ['src/encounter/words.ts', 'node:crypto'],
    ['src/authority/policy.ts', 'yaml'],
    ['src/notice/core/notice.ts', 'yaml'],
    ['src/std/ids.ts', '#ledger'],
    ['src/std/ids.ts', 'node:crypto'],
  ])('%s may not import %s', (file, specifier) => {
    expect(importing(file, specifier)).toContain('pure-imports');
  });

  test('a package of the law stands in its one file and in no other', () => {
    expect(importing('src/std/canonical-json.ts', 'canonicalize')).toEqual([]);
    expect(importing('src/std/ids.ts', 'canonicalize')).toEqual(['pure-imports']);
  });
});

describe('what a browser runs', () => {
  const component = (specifier: string) => `<script>import { a } from '${specifier}';</script>`;

  test.each(['#encounter/acts', '../core/decide.ts', 'zod', '$app/state', '#paging'])(
    'a screen may not import %s',
    (specifier) => {
      const broken = brokenBy('src/encounter/screens/a.svelte', component(specifier));
      expect(broken.length).toBeGreaterThan(0);
    },
  );

  test.each(['#encounter', '../words.ts', './b.svelte', '#design/a.svelte', '#translations/a.en'])(
    'a screen may import %s',
    (specifier) => {
      expect(brokenBy('src/encounter/screens/a.svelte', component(specifier))).toEqual([]);
    },
  );

  test.each([
    ['src/routes/staff/+page.svelte', '#encounter/views'],
    ['src/routes/staff/+layout.svelte', '../../pages.server.ts'],
  ])('%s never names a file of the server, %s', (file, specifier) => {
    expect(brokenBy(file, component(specifier))).toEqual(['server-stays-home']);
  });

  test('nor does a page that a browser loads, or a drawing', () => {
    const broken = importing('src/routes/staff/+page.ts', '#encounter/views');
    expect(broken).toContain('server-stays-home');
    expect(importing('src/design/gallery.ts', '#platform/log')).toContain('server-stays-home');
  });
});

test('code without a home is found, as a folder and as a file', () => {
  expect(brokenBy('src/notice/utils/a.ts', '')).toEqual(['homes']);
  expect(brokenBy('src/notice/helpers.server.ts', '')).toEqual(['homes']);
  expect(brokenBy('tests/shared/a.ts', '')).toEqual(['homes']);
  expect(brokenBy('src/notice/delivery.server.ts', '')).toEqual([]);
});
