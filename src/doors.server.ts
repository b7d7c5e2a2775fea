/**
 * The doors of the house: every act that a person can do, under one name, with one reader, used
 * alike by forms and by /api/v1. What a door does is in its room; here it is only named.
 */
import type { z } from 'zod';
import { encounterDoors } from '#encounter/doors';
import { contactDoors } from '#paging/doors';
import { callDoors } from '#protocol/call-doors';
import { noticeDoors } from '#protocol/notice-doors';
import type { DoorAnswer, Doors } from '#platform/door';
import { formValue, read } from '#platform/read';
import { readRotaName, rotaDoors } from '#rota/doors';
import type { Json } from '#std/canonical-json';
import { findNeverWritten, whyNeverWritten, withoutFindings } from '#std/words-never-written';
import type { WebWorld } from './world.server.ts';
import type { Desk } from '#district/desk';
import { readUuid } from '#std/ids';

/** Everything that can be done to a thing of the house, by the thing's name in addresses. */
export const doors = {
  encounters: encounterDoors,
  notices: noticeDoors,
  calls: callDoors,
  rotas: rotaDoors,
  contacts: contactDoors,
} as const satisfies Record<string, Doors<WebWorld>>;
export type Subject = keyof typeof doors;

/** Words that should not be written down, and why; the person decides what to do about them. */
export type Reconsider = {
  readonly kind: 'reconsider';
  readonly found: readonly { readonly words: string; readonly why: string }[];
};

export type PostAnswer = DoorAnswer | Reconsider;

export type Post = {
  readonly subject: Subject;
  readonly id: string;
  readonly door: string;
  readonly act: string;
  readonly value: unknown;
  /** What the person decided about words that should not be written: asked once, never blocked. */
  readonly reviewed: 'not-yet' | 'as-written' | 'taken-out';
};

/** Performs one act, wherever it was asked for. */
export async function postTo(world: WebWorld, desk: Desk, post: Post): Promise<PostAnswer> {
  const table: Doors<WebWorld> = doors[post.subject];
  const door = Object.hasOwn(table, post.door) ? table[post.door] : undefined;
  if (door === undefined) return { kind: 'unknown' };
  const id = idOf(post);
  const act = readUuid<string>(post.act);
  if (id === null || act === null) {
    return { kind: 'unreadable', problems: [{ field: 'act', problem: 'an act has a UUID' }] };
  }
  const found = findWords(post.value);
  if (found.length > 0 && post.reviewed === 'not-yet') return { kind: 'reconsider', found };
  const value = post.reviewed === 'taken-out' ? withoutWords(post.value) : post.value;
  const reading = read(door.reader as z.ZodType<never>, value);
  if (reading.kind === 'unreadable') return reading;
  return door.perform({ world, desk, id, act }, reading.value);
}

// Things have ids of their own; a rota is named by its duty and school, and one's contacts by "me".
function idOf({ subject, id }: Post): string | null {
  if (subject === 'rotas') return readRotaName(id) === null ? null : id;
  if (subject === 'contacts') return id === 'me' ? id : null;
  return readUuid<string>(id);
}

/** A post's fields: which door, under which act, and what was typed. */
export function readPost(form: FormData, subject: Subject, id: string): Post {
  const reviewed = form.get('reviewed');
  const fields = new FormData();
  for (const [name, value] of form) {
    if (!['door', 'act', 'reviewed'].includes(name)) fields.append(name, value);
  }
  return {
    subject,
    id,
    door: String(form.get('door') ?? ''),
    act: String(form.get('act') ?? ''),
    value: formValue(fields),
    reviewed: reviewed === 'as-written' || reviewed === 'taken-out' ? reviewed : 'not-yet',
  };
}

/** Every place in a value's texts where something stands that Threshold has no place for. */
export function findWords(value: unknown): { words: string; why: string }[] {
  return texts(value).flatMap((text) =>
    findNeverWritten(text).map((finding) => ({
      words: finding.text,
      why: whyNeverWritten.en[finding.kind],
    })),
  );
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== 'object' || value === null || value instanceof Blob) return [];
  return Object.values(value).flatMap(texts);
}

function withoutWords(value: unknown): unknown {
  if (typeof value === 'string') return withoutFindings(value, findNeverWritten(value));
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== 'object' || value === null || value instanceof Blob) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutWords(each)]));
}

/** What was typed, as texts, so that a page can show it again. */
export function typed(form: FormData): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string') kept[name] = value;
  return kept;
}

export type { Json };
