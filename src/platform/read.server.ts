import { z } from 'zod';

/** One thing that could not be read, and where it was typed. */
export type Problem = { readonly field: string; readonly problem: string };

/** A value from outside: read, or unreadable with every problem at once. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] };

/** Reads a value by a schema, naming all problems at once. */
export function read<Value>(schema: z.ZodType<Value>, value: unknown): Reading<Value> {
  const found = schema.safeParse(value);
  if (found.success) return { kind: 'read', value: found.data };
  const problems = found.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    problem: issue.message,
  }));
  return { kind: 'unreadable', problems };
}

/**
 * What may grow out of a form: texts, files, and lists and groups by dotted names
 * (`agents.0.name`).
 */
type Branch = { [key: string]: unknown };

/**
 * A form's fields as the value that a JSON body would have. Names from outside never reach a
 * prototype.
 */
export function formValue(form: FormData): unknown {
  const root: Branch = Object.create(null);
  for (const [name, value] of form.entries()) place(root, name.split('.').slice(0, 6), value);
  return asLists(root);
}

function place(branch: Branch, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined || step === '__proto__') return;
  if (rest.length === 0) {
    branch[step] = value;
    return;
  }
  const next = branch[step];
  const child: Branch = isBranch(next) ? next : Object.create(null);
  branch[step] = child;
  place(child, rest, value);
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !(value instanceof Blob);
}

function asLists(value: unknown): unknown {
  if (!isBranch(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d{1,3}$/.test(key))) {
    return keys.sort((one, other) => Number(one) - Number(other)).map((key) => asLists(value[key]));
  }
  return Object.fromEntries(keys.map((key) => [key, asLists(value[key])]));
}

/** A line that a person typed; empty when left out. */
export const line = (most: number) =>
  z
    .string()
    .max(most, `at most ${most} characters`)
    .transform((text) => text.trim())
    .default('');

/** A text of several lines that a person typed; empty when left out. */
export const words = line(8000);

/** A line that must say something. */
export const saidLine = (most: number) =>
  z
    .string('this is missing')
    .max(most, `at most ${most} characters`)
    .transform((text) => text.trim())
    .refine((text) => text !== '', 'this is missing');
