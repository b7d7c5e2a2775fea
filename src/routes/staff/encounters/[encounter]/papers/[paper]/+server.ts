import { error } from '@sveltejs/kit';
import { schoolOf } from '#encounter/acts';
import { readOriginal } from '#paper/acts';
import { shownMedia } from '#paper';
import { type EncounterId, type PaperId, readUuid } from '#std/ids';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const encounter = readUuid<EncounterId>(params.encounter);
  const paper = readUuid<PaperId>(params.paper);
  if (encounter === null || paper === null) error(404, 'There is no such paper.');
  const school = await schoolOf(locals.desk, { encounter });
  const original = await readOriginal(locals.desk, { encounter, paper, school });
  if (original === null) error(404, 'There is no such paper.');
  const shown = shownMedia.find((media) => media === original.mediaType);
  return new Response(new Uint8Array(original.bytes), {
    headers: {
      'content-type': shown ?? 'application/octet-stream',
      // A PDF can carry a program: it is handed over as a file, and never run in a page of ours.
      'content-disposition': shown?.startsWith('image/')
        ? 'inline'
        : 'attachment; filename="paper.pdf"',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
};
