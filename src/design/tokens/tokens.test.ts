import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const design = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(design, file), 'utf8');
const withoutComments = (css: string) => css.replaceAll(/\/\*[\s\S]*?\*\//g, '');

const css = withoutComments(read('tokens/tokens.css'));
const [dayRules = '', nightRules = ''] = css.split(
  '@media screen and (prefers-color-scheme: dark)',
);

type Palette = ReadonlyMap<string, string>;

function coloursIn(rules: string): Map<string, string> {
  const found = rules.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g);
  return new Map(Array.from(found, ([, name = '', colour = '']) => [name, colour]));
}

const day: Palette = coloursIn(dayRules);
const night: Palette = new Map([...day, ...coloursIn(nightRules)]);
const schemes = { day, night };

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const names = [...day.keys()];
const surfaces = names.filter((name) => /^(paper|sheet|[a-z]+-wash)$/.test(name));
const inks = names.filter((name) => /^(ink|ink-soft|link|[a-z]+-ink)$/.test(name));
const onFills = names.filter((name) => name.startsWith('on-'));
const fillsOf = (on: string) => names.filter((name) => name.replace('-hover', '') === on.slice(3));
const fills = onFills.flatMap(fillsOf);
/** The trial band and the header lie across the whole width; their edge is not what is read. */
const bands = ['header', 'trial'];

function pairsBelow(palette: Palette, least: number, pairs: readonly (readonly string[])[]) {
  const colour = (name = '') => palette.get(name) ?? '';
  return pairs
    .map(([over, under]) => ({ over, under, ratio: contrast(colour(over), colour(under)) }))
    .filter(({ ratio }) => !(ratio >= least));
}

const crossed = (over: readonly string[], under: readonly string[]) =>
  over.flatMap((one) => under.map((other) => [one, other] as const));

describe.each(Object.entries(schemes))('by %s', (_, palette) => {
  test('every ink reads at 7:1 on every surface', () => {
    expect(pairsBelow(palette, 7, crossed(inks, surfaces))).toEqual([]);
  });

  test('every fill reads at 7:1 with its own words on it, also under a pointer', () => {
    const pairs = onFills.flatMap((on) => fillsOf(on).map((fill) => [on, fill] as const));
    expect(pairsBelow(palette, 7, pairs)).toEqual([]);
  });

  test('edges and fills stand out 3:1 from every surface they lie on', () => {
    const outlined = ['edge', ...fills.filter((fill) => !bands.includes(fill))];
    expect(pairsBelow(palette, 3, crossed(outlined, surfaces))).toEqual([]);
  });

  test('one of the two focus rings stands out 3:1 wherever the focus may be', () => {
    const unseen = [...surfaces, ...fills].filter(
      (under) =>
        pairsBelow(palette, 3, [
          ['focus', under],
          ['focus-halo', under],
        ]).length === 2,
    );
    expect(unseen).toEqual([]);
    expect(pairsBelow(palette, 3, [['focus', 'focus-halo']])).toEqual([]);
  });
});

test('contrast is what WCAG says it is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

test('every colour is weighed by name, and the night has its own of each', () => {
  // The hairline only decorates: where a line means something, it is an edge.
  const weighed = new Set([
    ...surfaces,
    ...inks,
    ...onFills,
    ...fills,
    'edge',
    'hairline',
    'focus',
    'focus-halo',
  ]);
  expect(names.filter((name) => !weighed.has(name))).toEqual([]);
  expect(names.filter((name) => !coloursIn(nightRules).has(name))).toEqual([]);
  expect(surfaces.length * inks.length * onFills.length).toBeGreaterThan(0);
});

const sheets = globSync('*/*.{svelte,css}', { cwd: design }).map((file) => {
  const text = read(file);
  const style = file.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
  return { file, markup: file.endsWith('.css') ? '' : text, style: withoutComments(style) };
});

const offending = (pattern: RegExp, part: 'style' | 'markup') =>
  sheets.flatMap(({ file, ...parts }) =>
    (parts[part].match(pattern) ?? []).map((found) => `${file}: ${found}`),
  );

describe('every sheet of the design', () => {
  test('knows no left or right, so it turns with the language', () => {
    const sided = /\b(?:left|right)\b|(?<![-\w(])(?:max-|min-)?width:|\bfloat\b/g;
    expect(offending(sided, 'style')).toEqual([]);
  });

  test('names no colour but by token, and no token that does not exist', () => {
    const inTokens = new Set(Array.from(css.matchAll(/--([a-z0-9-]+):/g), ([, name]) => name));
    const literal = offending(/#[0-9a-f]{3,8}\b(?=[;\s])|\b(?:rgba?|hsla?|oklch)\(/gi, 'style');
    expect(literal.filter((found) => !/^tokens/.test(found))).toEqual([]);
    const unknown = sheets.flatMap(({ style }) =>
      Array.from(style.matchAll(/var\(--([a-z0-9-]+)/g), ([, name]) => name),
    );
    expect(unknown.filter((name) => !inTokens.has(name))).toEqual([]);
  });

  test('puts an ink on a surface, and on a fill only its own colour', () => {
    const rules = sheets.flatMap(({ file, style }) =>
      Array.from(style.matchAll(/\{([^{}]*)\}/g), ([, body = '']) => ({
        file,
        colour: /(?:^|[\s;])color: var\(--([a-z-]+)\)/.exec(body)?.[1],
        ground: /background: var\(--([a-z-]+)\)/.exec(body)?.[1],
      })),
    );
    const both = rules.filter(({ colour, ground }) => colour && ground);
    const wrong = both.filter(({ colour = '', ground = '' }) =>
      surfaces.includes(ground) ? !inks.includes(colour) : !fillsOf(colour).includes(ground),
    );
    expect(both.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  test('moves nothing unless the reader has no wish for stillness', () => {
    const still = sheets.map(({ file, style }) => ({
      file,
      style: style.replaceAll(
        /@media \(prefers-reduced-motion: no-preference\) \{[^@]*?\n {2}\}/g,
        '',
      ),
    }));
    const moving = still.filter(({ style }) =>
      /animation|transition|scroll-behavior|translate/.test(style),
    );
    expect(moving.map(({ file }) => file)).toEqual([]);
  });

  test('fetches nothing from anywhere', () => {
    expect(offending(/url\(|@font-face|https?:/g, 'style')).toEqual([]);
  });

  test('carries no inline style and no script of the page, which the content policy forbids', () => {
    expect(offending(/\sstyle[=:]|\son[a-z]+=|\{@html|\$effect|\$state|bind:/g, 'markup')).toEqual(
      [],
    );
  });
});
