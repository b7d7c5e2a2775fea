/**
 * Small readers from which the files of a pack are read, so that every problem is named at once.
 *
 * A reader that finds a problem notes it and goes on with a fallback. A fallback never leaves
 * the reading: one problem anywhere makes the whole pack unreadable.
 */
import { quoted, unknownKey } from './pack-refusals.ts';
import type { Note, Tree } from './pack-tree.ts';

export type Reader<T> = {
  readonly fallback: T;
  readonly mayBeMissing: boolean;
  readonly read: (tree: Tree, note: Note) => T;
};

/** Takes one key of a mapping through a reader. A key that nobody takes is unknown. */
export type Take = <V>(key: string, wanted: Reader<V>) => V;

/** A reader whose key must be there. */
export function required<T>(fallback: T, read: (tree: Tree, note: Note) => T): Reader<T> {
  return {
    fallback,
    mayBeMissing: false,
    read: (tree, note) => (tree.kind === 'refused' ? fallback : read(tree, note)),
  };
}

/** The same reader for a key that may be missing, and what its absence means. */
export function optional<T>(wanted: Reader<T>, whenMissing: T): Reader<T> {
  return { fallback: whenMissing, mayBeMissing: true, read: wanted.read };
}

/** The same reader for a key that must be there and may say null. */
export function nullable<T>(wanted: Reader<T>): Reader<T | null> {
  return required<T | null>(null, (tree, note) =>
    tree.kind === 'scalar' && tree.value === null ? null : wanted.read(tree, note),
  );
}

function prefixed(key: string, note: Note): Note {
  return (line, problem) => note(line, `${key}: ${problem}`);
}

/** A mapping. Notes missing and unknown keys; `build` says which keys there are by taking them. */
export function record<T>(build: (take: Take) => T): Reader<T> {
  const fallback = build((_key, wanted) => wanted.fallback);
  return required(fallback, (tree, note) => {
    if (tree.kind !== 'mapping') {
      note(tree.line, 'must be a mapping of keys to values');
      return fallback;
    }
    const taken = new Set<string>();
    const built = build((key, wanted) => {
      taken.add(key);
      const entry = tree.entries.find((one) => one.key === key);
      if (entry !== undefined) return wanted.read(entry.value, prefixed(key, note));
      if (!wanted.mayBeMissing) note(tree.line, `the key "${key}" is missing`);
      return wanted.fallback;
    });
    for (const entry of tree.entries) {
      if (!taken.has(entry.key)) note(entry.line, unknownKey(entry.key));
    }
    return built;
  });
}

/** A mapping whose keys are data. `isKey` keeps them to names that are allowed to be one. */
export function tableOf<T>(
  value: Reader<T>,
  isKey: (key: string) => boolean,
): Reader<Readonly<Record<string, T>>> {
  return required({}, (tree, note) => {
    if (tree.kind !== 'mapping') {
      note(tree.line, 'must be a mapping of keys to values');
      return {};
    }
    const read = tree.entries.map((entry) => {
      if (!isKey(entry.key)) note(entry.line, unknownKey(entry.key));
      return [entry.key, value.read(entry.value, prefixed(entry.key, note))] as const;
    });
    return Object.fromEntries(read);
  });
}

/** The same reader with a check on top, which stays silent where the reading itself failed. */
export function checked<T>(
  wanted: Reader<T>,
  check: (value: T, note: (problem: string) => void) => void,
): Reader<T> {
  return {
    ...wanted,
    read: (tree, note) => {
      let noted = 0;
      const value = wanted.read(tree, (line, problem) => {
        noted += 1;
        note(line, problem);
      });
      if (noted === 0) check(value, (problem) => note(tree.line, problem));
      return value;
    },
  };
}

/** A list of at least one. Items that were noted are left out, so they cause no second problem. */
export function listOf<T>(item: Reader<T>): Reader<readonly T[]> {
  return required<readonly T[]>([], (tree, note) => {
    if (tree.kind !== 'list') {
      note(tree.line, 'must be a list');
      return [];
    }
    if (tree.items.length === 0) note(tree.line, 'must not be empty');
    return tree.items.flatMap((one) => {
      let noted = 0;
      const value = item.read(one, (line, problem) => {
        noted += 1;
        note(line, problem);
      });
      return noted === 0 && one.kind !== 'refused' ? [value] : [];
    });
  });
}

/** A list in which nothing occurs twice; `idOf` says what makes two of them the same. */
export function distinctListOf<T>(
  item: Reader<T>,
  idOf: (value: T) => string,
): Reader<readonly T[]> {
  return required<readonly T[]>([], (tree, note) => {
    const seen = new Set<string>();
    const guarded = checked(item, (value, noteHere) => {
      if (seen.has(idOf(value))) noteHere(`duplicate id ${quoted(idOf(value))}`);
      seen.add(idOf(value));
    });
    return listOf(guarded).read(tree, note);
  });
}

/** The same list, in which each of `names` must occur. */
export function complete<T>(
  list: Reader<readonly T[]>,
  names: readonly string[],
  idOf: (value: T) => string,
): Reader<readonly T[]> {
  return checked(list, (values, note) => {
    const found = new Set(values.map(idOf));
    for (const name of names) if (!found.has(name)) note(`"${name}" is missing`);
  });
}
