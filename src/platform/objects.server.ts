import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { seal, unseal } from './secrets.server.ts';

/** Where originals lie, sealed. A name is made of ids only. */
export type ObjectStore = {
  /** Seals and keeps bytes; they are on the disk when this returns. */
  readonly put: (name: string, bytes: Uint8Array, key: Uint8Array) => Promise<void>;
  /** The bytes as they came; null when they are missing, damaged or under another key. */
  readonly get: (name: string, key: Uint8Array) => Promise<Buffer | null>;
};

/** Originals as files below a folder, under names that tell nothing. */
export function fileObjects(folder: string): ObjectStore {
  const place = (name: string) => {
    const digest = createHash('sha256').update(name).digest('hex');
    return join(folder, digest.slice(0, 2), digest);
  };
  return {
    put: async (name, bytes, key) => {
      const file = place(name);
      await mkdir(dirname(file), { recursive: true });
      const draft = await open(`${file}.${process.pid}.draft`, 'w', 0o600);
      try {
        await draft.writeFile(seal(key, bytes, name));
        await draft.sync();
      } finally {
        await draft.close();
      }
      await rename(`${file}.${process.pid}.draft`, file);
    },
    get: async (name, key) => {
      const sealed = await readFile(place(name)).catch(() => null);
      return sealed === null ? null : unseal(key, sealed, name);
    },
  };
}
