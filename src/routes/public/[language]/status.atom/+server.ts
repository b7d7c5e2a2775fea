import { publicLanguage } from '#translations/public.languages';
import { error } from '@sveltejs/kit';
import { writeAtom } from '../../atom.ts';
import { statusFeed } from '../../status-feed.ts';
import { readStatus } from '../../status.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, setHeaders }) => {
  const found = params.language === locals.language ? publicLanguage(params.language) : null;
  if (found === null) error(404, 'There is no such page.');
  const { notices } = await readStatus(locals, params.language, setHeaders);
  const { district } = locals.world.pack;
  const feed = statusFeed(notices, {
    language: params.language,
    words: found.words,
    district,
    address: locals.world.settings.addresses.public,
  });
  return new Response(writeAtom(feed), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  });
};
