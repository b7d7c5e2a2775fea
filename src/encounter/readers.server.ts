import { z } from 'zod';
import { agencyLevels, approachMediums, findingKinds } from '#authority';
import { line, saidLine, words } from '#platform/read';
import { readInstant } from '#std/instant';
import { readSlug, readUuid, type PaperId, type SchoolId } from '#std/ids';
import { entryBases, helps, observed, type Said, soughts } from './words.ts';

const school = z.string().transform((text, context): SchoolId => {
  const slug = readSlug<SchoolId>(text);
  if (slug !== null) return slug;
  context.addIssue('this names no school');
  return z.NEVER;
});

const paper = z.string().transform((text, context): PaperId => {
  const id = readUuid<PaperId>(text);
  if (id !== null) return id;
  context.addIssue('this names no paper');
  return z.NEVER;
});

const moment = z.string().transform((text, context) => {
  const instant = readInstant(text);
  if (instant !== null) return instant;
  context.addIssue('this is no moment in ISO 8601');
  return z.NEVER;
});

/** When it happened, as the person says; left out it is the moment we learn it. */
export const happenedAt = z.union([z.literal('').transform(() => undefined), moment]).optional();

const said = z
  .object({
    kind: z.enum(['said', 'refused-or-hid', 'not-asked']).default('not-asked'),
    words: line(200),
  })
  .default({ kind: 'not-asked', words: '' })
  .transform((value): Said => {
    if (value.kind === 'refused-or-hid') return { kind: 'refused-or-hid' };
    return value.words === '' ? { kind: 'not-asked' } : { kind: 'said', words: value.words };
  });

const count = z
  .union([z.literal('').transform(() => null), z.coerce.number().int().min(0).max(500)])
  .nullable()
  .default(null);

export const arrivalReader = z.object({
  school,
  medium: z.enum(approachMediums).default('at-door'),
  help: z.enum(helps).default('uninvited'),
  isDrill: z.enum(['yes', 'no']).default('no'),
  words,
  happenedAt,
});

export const helpReader = z.object({ help: z.enum(helps), happenedAt });

export const identificationReader = z.object({
  agency: z
    .string()
    .max(64)
    .transform((text) => (text === '' ? null : text))
    .nullable()
    .default(null),
  unit: line(200),
  agents: z
    .array(z.object({ name: said, badge: said }))
    .max(40)
    .default([])
    // A form offers more rows than agents came: a row in which nothing was asked says nothing.
    .transform((agents) =>
      agents.filter(({ name, badge }) => name.kind !== 'not-asked' || badge.kind !== 'not-asked'),
    ),
  count,
  supervisor: z
    .object({ name: said, phone: said })
    .default({ name: { kind: 'not-asked' }, phone: { kind: 'not-asked' } }),
  clothing: z.enum(['uniform', 'plain', 'masked', 'not-noted']).default('not-noted'),
  vehicles: line(500),
  purpose: words,
  claimsEmergency: z.enum(['yes', 'no', 'not-said']).default('not-said'),
  emergencyWords: words,
  sought: z.enum(soughts).default('not-said'),
  soughtWords: words,
  happenedAt,
});

export const evidenceReader = z.object({
  agency: saidLine(64),
  level: z.enum(agencyLevels),
  happenedAt,
});

export const paperReader = z.object({
  paper,
  copy: z.enum(['photo', 'pdf', 'refused', 'note-only']),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'this is no SHA-256 in hex')
    .nullable()
    .default(null),
  mediaType: z.string().max(100).nullable().default(null),
  headings: line(1000),
  happenedAt,
});

export const wordsReader = z.object({ words, happenedAt });

export const entryReader = z.object({
  basis: z.enum(entryBases).default('entered-without-authorization'),
  reason: words,
  route: words,
  happenedAt,
});

export const supervisionReader = z.object({
  observed: z.enum(observed).default('note'),
  words,
  happenedAt,
});

export const departureReader = z.object({ happenedAt });

export const findingReader = z.object({
  paper,
  kind: z.enum(findingKinds),
  court: line(300),
  permits: words,
  missing: words,
  reasons: words,
});

export const reasonsReader = z.object({ reasons: words });

export const authorizationReader = z.object({
  ground: saidLine(80),
  relyingOn: paper,
  scope: z.object({ who: line(500), where: line(500), what: line(1000) }),
  conditions: words,
  escort: line(200),
  validFrom: moment,
  validUntil: moment,
});
