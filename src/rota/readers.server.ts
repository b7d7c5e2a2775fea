import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { line, saidLine, words } from '#platform/read';
import { type PersonId, readUuid } from '#std/ids';
import { readInstant } from '#std/instant';
import { readDay, readMinutes } from './core/local-days.ts';
import { dayKinds, type Hours, type Layer } from './words.ts';

const person = z.string().transform((text, context): PersonId => {
  const id = readUuid<PersonId>(text);
  if (id !== null) return id;
  context.addIssue('this names nobody');
  return z.NEVER;
});
const somebody = z
  .union([z.literal('').transform(() => null), person])
  .nullable()
  .default(null);
const moment = z.string('this is missing').transform((text, context) => {
  const instant = readInstant(text);
  if (instant !== null) return instant;
  context.addIssue('write a day and a time');
  return z.NEVER;
});
const clock = z
  .string()
  .refine((text) => text === '' || readMinutes(text) !== null, 'write a time as 07:30')
  .default('');
const day = z
  .string()
  .refine((text) => text === '' || readDay(text) !== null, 'write a day as 2026-11-24')
  .default('');
const listMax = 40;

const hours = z.object({
  days: z.enum(dayKinds).default('every-day'),
  weekdays: z.array(z.coerce.number().int().min(1).max(7)).max(7).default([]),
  from: clock,
  until: clock,
});

// A form numbers people by the order in which they take turns; a program just lists them.
const people = z.unknown().transform((value, context): PersonId[] => {
  const listed = z
    .array(person)
    .max(listMax)
    .safeParse(value ?? []);
  if (listed.success) return listed.data;
  if (Array.isArray(value)) {
    context.addIssue(listed.error.issues[0]?.message ?? 'this names nobody');
    return z.NEVER;
  }
  const orders = z.record(z.string(), z.string()).safeParse(value).data ?? {};
  const named = Object.entries(orders).filter(([, order]) => order.trim() !== '');
  if (named.every(([id, order]) => readUuid(id) !== null && /^\d{1,3}$/.test(order.trim()))) {
    return named
      .toSorted(([, one], [, other]) => Number(one) - Number(other))
      .flatMap(([id]) => readUuid<PersonId>(id) ?? []);
  }
  context.addIssue('number people from 1 in the order of their turns');
  return z.NEVER;
});

const turn = z
  .object({
    every: z.enum(['nobody', 'day', 'week']).default('nobody'),
    count: z.coerce.number().int().min(1).max(60).default(1),
    from: day,
    at: clock,
  })
  .nullable()
  .default(null)
  .refine((value) => value === null || value.every === 'nobody' || value.from !== '', {
    path: ['from'],
    message: 'say on which day the first turn begins',
  });

const layer = z
  .object({
    name: line(80),
    people,
    turn,
    hours: z.array(hours).max(7).default([]),
  })
  .transform(
    ({ name, people: named, turn: turns, hours: written }): Layer => ({
      layer: randomUUID(),
      name,
      people: named,
      turn:
        turns === null || turns.every === 'nobody'
          ? null
          : { every: turns.every, count: turns.count, from: turns.from, at: turns.at || '08:00' },
      hours: written.filter(isWritten),
    }),
  );

// Hours that a form left empty are none; the same time twice is a whole day.
function isWritten({ from, until }: Hours): boolean {
  return from !== '' && until !== '';
}

// A form shows one line more than there is. One that names nobody and nothing is not there.
export const linesReader = z.object({
  lines: z
    .array(layer)
    .max(12)
    .default([])
    .transform((lines) =>
      lines.filter(({ name, people: named }) => name !== '' || named.length > 0),
    ),
});

export const overrideReader = z.object({
  from: moment,
  until: moment,
  out: somebody,
  in: somebody,
});
export const withdrawnReader = z.object({ change: z.string().uuid() });
export const coverReader = z.object({ from: moment, until: moment });
export const handOverReader = z.object({ words: words.pipe(saidLine(2000)) });
