import { expect, test } from 'vitest';
import {
  actOf,
  afterAct,
  arrival,
  authorizing,
  findingOf,
  nine,
  paperId,
  paperShown,
  people,
  story,
  ten,
} from '../../../tests/kit/door.ts';
import type { Observation } from '../words.ts';
import { waitsFor } from './encounter.ts';

const enter = (basis: 'authorized-by-counsel' | 'entered-without-authorization'): Observation => ({
  type: 'ReportEntry',
  basis,
  reason: '',
  route: '',
});
const opened = story(['officer', arrival]);

test('a departure that happened before the entry and is told after it leaves agents inside', () => {
  const inside = afterAct(
    opened,
    actOf(people.officer, enter('entered-without-authorization'), ten),
  );
  const late = {
    ...actOf(people.device, { type: 'ReportDeparture' } as const, ten),
    happenedAt: nine,
  };
  expect(afterAct(inside, late).presence).toBe('inside');
});

test('an entry told as authorized while nothing is authorized stands on no such footing', () => {
  const inside = afterAct(opened, actOf(people.device, enter('authorized-by-counsel')));
  expect(inside.entryBasis).toBe('entered-without-authorization');
});

test('an entry under an authorization in force stands on it', () => {
  const found = story(
    ['officer', arrival],
    ['officer', { type: 'ReportPaper', paper: paperShown(1) }],
    ['counsel', { type: 'FindPaper', paper: paperId(1), finding: findingOf('judicial-warrant') }],
  );
  const order = authorizing(found);
  const allowed = afterAct(found, actOf(people.counsel, order));
  const during = order.authorized.validFrom;
  const inside = afterAct(allowed, actOf(people.leader, enter('authorized-by-counsel'), during));
  expect(inside.entryBasis).toBe('authorized-by-counsel');
});

test('agents who telephoned and then stand at the door came in person', () => {
  const both = story(['office', { ...arrival, medium: 'phone' }], ['officer', arrival]);
  expect(both).toMatchObject({ medium: 'at-door', presence: 'outside' });
});

test('life at risk told before the arrival is kept by the arrival', () => {
  const told = story(
    ['officer', { type: 'ReportHelp', help: 'life-at-risk' }],
    ['device', arrival],
  );
  expect(told.help).toBe('life-at-risk');
});

test('a paper that called help brings along waits for counsel all the same', () => {
  const helped = story(
    ['office', { ...arrival, help: 'help-we-called' }],
    ['office', { type: 'ReportPaper', paper: paperShown(1) }],
  );
  expect(waitsFor(helped)).toBe('counsel');
});

test('agents reported inside a closed encounter make it wait for somebody', () => {
  const left = afterAct(opened, actOf(people.officer, { type: 'ReportDeparture' }));
  const closed = afterAct(left, actOf(people.leader, { type: 'CloseEncounter', words: '' }));
  const inside = afterAct(
    closed,
    actOf(people.device, enter('entered-without-authorization'), ten),
  );
  expect(waitsFor(inside)).toBe('the-door');
});
