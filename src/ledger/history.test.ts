import { describe, expect, test } from 'vitest';
import { sha256 } from '#platform/secrets';
import { canonicalJson, type Json } from '#std/canonical-json';
import { readEnvelope } from './envelope.server.ts';
import type { Given } from './given.server.ts';
import { beginHistory, readDestructions } from './history.server.ts';

// Somebody who holds every key can seal anything anew, so that leaves, bodies and columns all
// agree. What gives them away is what entries must be to each other.
const envelope = (position: number, changes: Readonly<Record<string, Json>> = {}) => ({
  act: 'act',
  actor: { kind: 'program', part: 'keeper' },
  body: { type: 'Tested' },
  district: 'norwalk',
  happenedAt: '2026-11-24T12:00:00.000Z',
  nth: 0,
  position,
  recordedAt: `2026-11-24T12:00:0${position}.000Z`,
  stream: 'test/one',
  type: 'Tested',
  version: position + 1,
  ...changes,
});

function given(position: number, text: string): Given {
  const opened = Buffer.concat([Buffer.alloc(32, position), Buffer.from(text)]);
  return { position, leaf: sha256(opened), opened, fault: null, columns: null };
}

const entry = (position: number, changes: Readonly<Record<string, Json>> = {}) =>
  given(position, canonicalJson(envelope(position, changes)));
const gone = (position: number): Given => ({ ...entry(position), opened: null });

function look(...entries: readonly Given[]): (string | null)[] {
  const history = beginHistory('norwalk', readDestructions('norwalk', entries));
  return entries.map((each) => history.look(each));
}

const destroyed = (position: number, positions: Json, stream: Json = 'test/one') =>
  entry(position, {
    stream: 'ledger/keys',
    version: 1,
    type: 'StreamKeyDestroyed',
    body: { type: 'StreamKeyDestroyed', stream, positions },
  });

describe('entries follow each other', () => {
  test('a stream counts 1, 2, 3, and another stream counts by itself', () => {
    expect(
      look(entry(0), entry(1, { stream: 'test/two', version: 1 }), entry(2, { version: 2 })),
    ).toEqual([null, null, null]);
  });

  test('a version that was left out or given twice is wrong', () => {
    expect(look(entry(0), entry(1, { version: 3 }))[1]).toBe('its version is 3, and 2 must follow');
    expect(look(entry(0), entry(1, { version: 1 }))[1]).toBe('its version is 1, and 2 must follow');
  });

  test('an entry recorded before the one ahead of it is wrong, by one millisecond', () => {
    const early = entry(1, { recordedAt: '2026-11-24T11:59:59.999Z' });
    expect(look(entry(0), early)[1]).toBe(
      'it was recorded before an entry that stands ahead of it',
    );
    const same = entry(1, { recordedAt: '2026-11-24T12:00:00.000Z' });
    expect(look(entry(0), same)[1]).toBeNull();
  });
});

describe('content that is gone', () => {
  const missing = 'its content is missing and no later entry destroyed it';

  test('is accounted for by a later entry that names stream and position', () => {
    expect(look(entry(0), gone(1), entry(2, { version: 3 }), destroyed(3, [1]))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('is wrong where nothing names it, or something else is named', () => {
    expect(look(gone(0), destroyed(1, []))[0]).toBe(missing);
    expect(look(entry(0), gone(1), destroyed(2, [0]))[1]).toBe(missing);
  });

  test('is not accounted for by an entry that is itself changed', () => {
    const forged = { ...destroyed(1, [0]), leaf: Buffer.alloc(32) };
    expect(look(gone(0), forged)).toEqual([
      missing,
      'the envelope is not what the leaf commits to',
    ]);
  });

  test('is not accounted for by an entry that stands before it', () => {
    expect(look(destroyed(0, [1]), gone(1))).toEqual([
      'it claims to destroy entry 1, which is not before it',
      missing,
    ]);
  });

  test('is of one stream only, whoever claims another', () => {
    const second = { ...destroyed(2, [0], 'test/two') };
    expect(look(gone(0), destroyed(1, [0]), second)[2]).toBe(
      'it claims to destroy entry 0, which is of another stream',
    );
    expect(look(entry(0), destroyed(1, [0], 'test/two'))[1]).toBe(
      'it claims to destroy entry 0, which is of another stream',
    );
  });

  test.each([['x'], [[-1]], [[0.5]], [['0']], [null]])(
    'a list of %j names nothing',
    (positions) => {
      expect(look(entry(0), destroyed(1, positions))[1]).not.toBeNull();
    },
  );
});

/** The same text with one byte in it that no decoder can read, and would quietly replace. */
function notUtf8(text: string): Buffer {
  const bytes = Buffer.from(text);
  bytes[text.indexOf('"act":"') + '"act":"'.length] = 0xff;
  return bytes;
}

describe('an envelope is one text', () => {
  const text = canonicalJson(
    envelope(0, { body: { type: 'Tested', a: 'é\u2028', n: 1, list: [{}] } }),
  );
  const read = (changed: string | Buffer) =>
    readEnvelope(Buffer.concat([Buffer.alloc(32), Buffer.from(changed)]), {
      district: 'norwalk',
      position: 0,
    }).kind;
  const body = (json: string) => text.replace(/"body":.*,"district"/s, `"body":${json},"district"`);

  test('the canonical one is read, with names in the order of code units, whatever they look like', () => {
    expect(read(text)).toBe('read');
    expect(read(body('{"10":1,"9":2,"type":"Tested"}'))).toBe('read');
    expect(read(body('{"type":"Tested","😀":1,"ﬁ":2}'))).toBe('read');
  });

  test.each([
    ['a space', text.replace(':', ': ')],
    ['another order', body('{"type":"Tested","a":1}')],
    ['another order further in', body('{"a":[{"c":1,"b":2}],"type":"Tested"}')],
    ['names like numbers in the order of numbers', body('{"9":2,"10":1,"type":"Tested"}')],
    ['a repeated name', body('{"a":1,"a":1,"type":"Tested"}')],
    ['an escape that needs none', text.replace('é', '\\u00e9')],
    ['half of a surrogate pair', body('{"a":"\\ud800","type":"Tested"}')],
    ['a number with a fraction', body('{"a":0.5,"type":"Tested"}')],
    ['a number written otherwise', body('{"a":1.0,"type":"Tested"}')],
    ['minus nothing', body('{"a":-0,"type":"Tested"}')],
    ['a number that no program holds exactly', body('{"a":9007199254740993,"type":"Tested"}')],
    ['nesting without end', body(`{"a":${'['.repeat(64)}${']'.repeat(64)},"type":"Tested"}`)],
    ['another type in the body', body('{"type":"Else"}')],
    ['a body that is no object', body('[]')],
    ['no JSON', text.slice(1)],
    ['a list', `[${text}]`],
    ['a missing member', text.replace('"nth":0,', '')],
    ['a member too many', text.replace('"nth":0,', '"nth":0,"other":0,')],
    ['another position', text.replace('"position":0', '"position":1')],
    ['another district', text.replace('"district":"norwalk"', '"district":"harbor"')],
    [
      'a moment in another zone',
      text.replace(/12:00:00.000Z","stream/, '13:00:00.000+01:00","stream'),
    ],
    ['bytes that are not UTF-8', notUtf8(text)],
  ])('%s is wrong', (_name, changed) => {
    expect(changed).not.toBe(text);
    expect(read(changed)).toBe('wrong');
  });
});
