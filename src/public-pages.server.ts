import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebWorld } from './world.server.ts';

/** Public pages as they were last rendered, whole, in memory. */
export type PublicPages = { readonly find: (path: string) => Buffer | undefined };

/** Answers a public page from memory; false when it has to be rendered first. */
export async function answerPublic(
  _pages: PublicPages,
  _request: IncomingMessage,
  _response: ServerResponse,
): Promise<boolean> {
  return false;
}

/** Opens the memory of public pages; it forgets everything whenever something is released. */
export async function openPublicPages(
  _world: WebWorld,
  _until: AbortSignal,
): Promise<PublicPages> {
  return { find: () => undefined };
}
