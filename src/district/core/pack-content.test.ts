import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openQuestionIds } from '#authority';
import { loadPack } from '../pack.server.ts';
import { schoolDuties } from './duties.ts';
import type { DistrictPack } from './pack-shape.ts';

async function packOf(district: string): Promise<DistrictPack> {
  const folder = new URL(`../../../districts/${district}`, import.meta.url).pathname;
  const reading = await loadPack(folder);
  if (reading.kind === 'unreadable') throw new Error(JSON.stringify(reading.problems));
  return reading.pack;
}

const norwalk = await packOf('norwalk');
const harborPoint = await packOf('harbor-point-fictional');
const both = [norwalk, harborPoint];

test("the Superintendent's letter stands in the pack word for word", () => {
  const letter = norwalk.letters[0]?.text ?? '';
  const plain = letter.replaceAll(/^#+ |\*\*| +$/gm, '').trimEnd();
  // SHA-256 of letter.txt as the district published it, so that nobody improves a sentence.
  expect(createHash('sha256').update(plain).digest('hex')).toBe(
    '6d8eea33f9e64c016824deed4927a3313f904b2132d1decc1c53f219da063265',
  );
});

test('agents who enter hear the one sentence that neither consents nor obstructs', () => {
  const sentence = 'Counsel has your warrant. I do not consent, and I will not stand in your way.';
  for (const { words } of both) {
    const entering = words.situations.find((one) => one.id === 'entering-now');
    expect(entering?.lines.map((line) => line.say)).toEqual([sentence]);
  }
});

test('help that was called is never told to wait outside', () => {
  for (const { words } of both) {
    const called = words.situations.filter((one) =>
      ['help-was-called', 'life-at-risk', 'weapons-force-or-doubt'].includes(one.id),
    );
    expect(called).toHaveLength(3);
    expect(JSON.stringify(called)).not.toMatch(/wait|outside|consent|counsel/i);
  }
});

test('no words at the door say that a paper is good or bad, or promise safety', () => {
  for (const { words } of both) {
    expect(JSON.stringify(words)).not.toMatch(/\b(in)?valid\b|\bsafe\b|guarantee|promise/i);
  }
});

test('everyone at a door has words for every situation', () => {
  for (const { words } of both) {
    const atDoor = ['school-security-officer', 'building-leader', 'designated-administrator'];
    const open = words.situations.filter((one) => one.id !== 'non-consent-stated');
    for (const { id, lines } of open) {
      const named = lines.flatMap((line): readonly string[] => line.duties);
      expect(
        atDoor.filter((duty) => !named.includes(duty)),
        id,
      ).toEqual([]);
    }
  }
});

test('every school has its four posts, named by duty and school', () => {
  for (const { posts, schools } of both) {
    for (const school of schools) {
      const own = posts.filter((post) => post.schoolId === school.id);
      expect(own.map((post) => post.duty)).toEqual([...schoolDuties]);
    }
    expect(new Set(posts.map((post) => post.id)).size).toBe(posts.length);
  }
  expect(norwalk.posts.map((post) => post.title)).toContain('Building leader, Cranbury Elementary');
});

test('no telephone number or street of a Norwalk school was invented', () => {
  for (const school of norwalk.schools) {
    expect([school.phone, school.address, school.unverified]).toEqual([null, null, true]);
  }
});

test('the fictional district has only numbers that reach nobody', () => {
  const { district, schools } = harborPoint;
  const numbers = [district.office, district.familyCenter, ...schools].map((one) => one.phone);
  for (const number of numbers) expect(number).toMatch(/^\d{3}-555-01\d\d$/);
});

test('only the police, the fire department and medical crews of the place are local', () => {
  const local = norwalk.agencies.filter((agency) => agency.kind === 'local');
  expect(local.map((agency) => agency.id)).toEqual([
    'norwalk-police',
    'norwalk-fire',
    'medical-emergency-crew',
  ]);
});

test('what the letter leaves open is open, and closed until counsel answers', () => {
  expect(norwalk.policy.openQuestions.map((one) => one.id)).toEqual([...openQuestionIds]);
  expect(norwalk.policy.openQuestions.every((one) => one.interpretation === null)).toBe(true);
  const on = norwalk.policy.grounds.filter((ground) => ground.switchedOn);
  expect(on.map((ground) => ground.id)).toEqual([
    'judicial-search-warrant',
    'judicial-arrest-warrant',
    'court-order',
  ]);
});

test('the two districts differ where a program might come to rely on one of them', () => {
  expect(norwalk.policy.photographingPapers).toBe('allowed');
  expect(harborPoint.policy.photographingPapers).toBe('note-only');
  expect(harborPoint.policy.chain).not.toEqual(norwalk.policy.chain);
  expect(harborPoint.district.timeZone).not.toBe(norwalk.district.timeZone);
  expect(harborPoint.district.languages.at(-1)?.direction).toBe('rtl');
});
