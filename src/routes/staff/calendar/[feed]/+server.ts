import { isDuty } from '#district';
import { readFeed } from '#rota/calendar-feed';
import { dutyWords } from '#translations/duties.en';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { desk, pack } = locals.world;
  const token = params.feed.replace(/\.ics$/, '');
  const calendar = await readFeed(desk, token, (duty, school) => {
    const name = pack.schools.find(({ id }) => id === school)?.name;
    const words = isDuty(duty) ? dutyWords[duty] : duty;
    return `On call: ${words}${name === undefined ? '' : `, ${name}`}`;
  });
  if (calendar === null) return new Response('There is no such calendar.\n', { status: 404 });
  return new Response(calendar, {
    headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'no-store' },
  });
};
