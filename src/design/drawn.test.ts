import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Room } from './gallery.ts';

type Drawn = { readonly room: string; readonly name: string; readonly html: string };

let vite: ViteDevServer;
let drawn: readonly Drawn[] = [];

// The gallery is compiled by the real compiler and drawn as the server draws it: no client, no DOM.
beforeAll(async () => {
  vite = await createServer({
    root: path.join(import.meta.dirname, '../..'),
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: false, hmr: false, watch: null },
    plugins: [svelte({ configFile: false })],
  });
  const { render } = await vite.ssrLoadModule('svelte/server');
  const { gallery }: { gallery?: readonly Room[] } =
    await vite.ssrLoadModule('/src/design/gallery.ts');
  drawn = (gallery ?? []).flatMap(({ name: room, component, examples }) =>
    examples.map(({ name, props }) => ({ room, name, html: plain(render(component, { props })) })),
  );
});

afterAll(() => vite.close());

function plain({ head, body }: { head: string; body: string }): string {
  return (head + body).replaceAll(/<!--.*?-->/g, '').replaceAll(/ svelte-[a-z0-9]+/g, '');
}

function one(room: string, name: string): string {
  const found = drawn.find((each) => each.room === room && each.name === name);
  if (found === undefined) throw new Error(`no example "${name}" of ${room}`);
  return found.html;
}

const rooms = () => new Set(drawn.map(({ room }) => room));

describe('every example', () => {
  test('is drawn, and each component has a long-worded and a right-to-left one', () => {
    expect(rooms().size).toBe(12);
    for (const room of rooms()) {
      const names = drawn.filter((each) => each.room === room).map(({ name }) => name);
      expect(
        names.some((name) => name.includes('as long as it gets')),
        room,
      ).toBe(true);
      expect(
        names.some((name) => name.startsWith('from right to left')),
        room,
      ).toBe(true);
      expect(new Set(names).size, room).toBe(names.length);
    }
  });

  test('carries no inline style, no handler and no script', () => {
    const forbidden = /\sstyle=|\son[a-z]+=|<script|javascript:/;
    expect(drawn.filter(({ html }) => forbidden.test(html))).toEqual([]);
  });

  test('points only at ids that it draws: labels, descriptions, titles', () => {
    for (const { room, name, html } of drawn) {
      const ids = new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id]) => id));
      const wanted = html.matchAll(/\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"/g);
      const missing = Array.from(wanted, ([, list = '']) => list.split(' '))
        .flat()
        .filter((id) => !ids.has(id));
      expect(missing, `${room}: ${name}`).toEqual([]);
    }
  });

  test('hides every drawing from screen readers, which are told in words', () => {
    const told = drawn.flatMap(({ html }) => html.match(/<svg(?![^>]*aria-hidden="true")/g) ?? []);
    expect(told).toEqual([]);
  });
});

describe('a field', () => {
  test('ties its problem to its control, and only then calls it invalid', () => {
    const troubled = one('field', 'with a problem');
    expect(troubled).toContain('aria-invalid="true"');
    expect(troubled).toContain('aria-describedby="email-hint email-problem"');
    const calm = one('field', 'a name with a hint');
    expect(calm).not.toContain('aria-invalid');
    expect(calm).toContain('aria-describedby="badge-hint"');
  });

  test('never writes a password back into the page', () => {
    const password = one('field', 'a password');
    expect(password).toContain('type="password"');
    expect(password).not.toContain('never-written-back');
  });

  test('keeps what was written, whatever the kind of control', () => {
    expect(one('field', 'with a problem')).toContain('value="counsel.one@"');
    expect(one('field', 'several lines')).toMatch(/<textarea[^>]*>\s*That they would wait\./);
    expect(one('field', 'one of several')).toMatch(/<option[^>]*value="b"[^>]*selected/);
  });
});

describe('choices', () => {
  test('choose nothing for anybody', () => {
    expect(one('choices', 'nothing chosen yet')).not.toContain('checked');
  });

  test('keep every tick that was made, and no other', () => {
    const ticked = one('choices', 'several ticked').match(/value="[^"]+" checked/g);
    expect(ticked).toEqual(['value="vehicles" checked', 'value="jackets" checked']);
  });

  test('give their first answer the bare name, where the summary of problems leads', () => {
    expect(one('choices', 'with a problem')).toMatch(/<input[^>]*id="here"/);
  });
});

test('a summary of no problems is not drawn at all', () => {
  expect(one('problems', 'none, so nothing at all').trim()).toBe('');
  expect(one('problems', 'two problems')).toContain('href="#email"');
});

test('a drill says so in words, and a page without a banner shows none', () => {
  expect(one('page', 'a drill at the door, without navigation')).toContain('Nobody is at the door');
  expect(one('page', 'neither trial nor drill')).not.toContain('Never shown');
});

test('the door shows no empty box where there is nothing to say or to do', () => {
  expect(one('say', 'only something to say').match(/<section/g)).toHaveLength(1);
  expect(one('say', 'only something to do').match(/<section/g)).toHaveLength(1);
  expect(one('say', 'say this and do that').match(/<section/g)).toHaveLength(2);
});

test('a callout interrupts only when it was told to', () => {
  expect(one('callout', 'danger, told at once')).toContain('role="alert"');
  expect(one('callout', 'waiting, told when it changes')).toContain('role="status"');
  expect(one('callout', 'good')).not.toMatch(/role=|aria-live/);
});

test('a button without an address submits; with one it is a link and submits nothing', () => {
  expect(one('button', 'what cannot be taken back')).toMatch(
    /<button type="submit"[^>]*name="act" value="deny"/,
  );
  const link = one('button', 'a link that looks like a button');
  expect(link).toContain('href="#next"');
  expect(link).not.toContain('<button');
});

test('a table keeps its roles when it is stacked into cards', () => {
  const table = one('table', 'schools and answer times');
  for (const role of ['table', 'rowgroup', 'row', 'columnheader', 'rowheader', 'cell']) {
    expect(table).toContain(`role="${role}"`);
  }
  expect(table.match(/<a href="#one"/g)).toHaveLength(1);
});
