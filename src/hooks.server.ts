import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import type { Who } from '#district';
import { readDeviceCredential, whoseDevice, whoseSession, whoseToken } from '#district/sessions';
import { isSpoken } from '#translations/public.languages';
import { cookieName } from './cookies.server.ts';
import type { WebWorld } from './world.server.ts';

export const handle: Handle = async ({ event, resolve }) => {
  // web.ts hands the world over with the request; SvelteKit carries it here.
  const { threshold: world } = (event.platform?.req ?? {}) as { threshold?: WebWorld };
  if (world === undefined)
    return new Response('This program is started by "npm start".', { status: 500 });
  event.locals.world = world;
  if (isForeignPost(event.request))
    return new Response('Post from our own pages.', { status: 403 });
  event.locals.session = event.cookies.get(cookieName(world, 'session')) ?? null;
  event.locals.device = event.cookies.get(cookieName(world, 'device')) ?? null;
  const who = event.url.pathname.startsWith('/staff')
    ? await whoAsks(world, event.locals, event.request.headers.get('authorization'))
    : ({ kind: 'nobody' } as const);
  event.locals.desk = { ...world.desk, who };
  const language = languageOf(event.url.pathname, who, world);
  event.locals.language = language.tag;
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%threshold.lang%', language.tag).replace('%threshold.dir%', language.direction),
  });
};

// A browser sends cookies with whatever page makes it post, so a post counts only from our own
// pages. A program with a token sends no cookies and may come from anywhere.
function isForeignPost(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  if (request.headers.has('authorization')) return false;
  const origin = request.headers.get('origin') ?? '';
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host');
}

async function whoAsks(
  world: WebWorld,
  { session, device }: Pick<App.Locals, 'session' | 'device'>,
  authorization: string | null,
): Promise<Who> {
  const { house } = world.desk;
  const bearer = authorization?.match(/^Bearer (\S+)$/)?.[1];
  // Whoever sends any authorization is judged by it alone, never by cookies that came along.
  if (authorization !== null && bearer === undefined) return nobody;
  if (bearer !== undefined) {
    return readDeviceCredential(house, bearer) === null
      ? bySecret(world, bearer, (token) => whoseToken(house, token))
      : byDevice(world, bearer);
  }
  const person =
    session === null
      ? nobody
      : await bySecret(world, session, (token) => whoseSession(house, token));
  if (person.kind === 'person') return person;
  const enrolled = device === null ? nobody : await byDevice(world, device);
  return enrolled.kind === 'nobody' ? person : enrolled;
}

const nobody: Who = { kind: 'nobody' };

// With the database away, whoever was known here a while ago can still report, and nothing else.
async function bySecret(
  world: WebWorld,
  secret: string,
  whose: (secret: string) => Promise<Who>,
): Promise<Who> {
  const at = world.desk.house.clock.now();
  const standIn: Who = world.recent.saw(secret, at) ? { kind: 'lapsed' } : nobody;
  const who = await world.worstDay.orElse(() => whose(secret), standIn);
  if (who.kind === 'person') world.recent.remember(secret, at);
  return who;
}

async function byDevice(world: WebWorld, credential: string): Promise<Who> {
  const { house } = world.desk;
  const enrolled = readDeviceCredential(house, credential);
  if (enrolled === null) return nobody;
  return world.worstDay.orElse(() => whoseDevice(house, credential), {
    kind: 'device',
    ...enrolled,
  });
}

function languageOf(path: string, who: Who, world: WebWorld) {
  const offered = world.pack.district.languages;
  // A page says that it is in a language only where its words are.
  const asked = path.match(/^\/(?:public|plan)\/([A-Za-z-]{2,12})(?:\/|$)/)?.[1];
  const inPath = asked !== undefined && isSpoken({ tag: asked }) ? asked : undefined;
  const isStaff = path.startsWith('/staff');
  const wanted =
    inPath ?? (isStaff && who.kind === 'person' ? 'en' : world.pack.district.localeDefault);
  return (
    offered.find((language) => language.tag === wanted) ?? {
      tag: 'en',
      name: 'English',
      direction: 'ltr',
    }
  );
}

export const handleError: HandleServerError = (caught) => {
  // What a page itself said, it said for people.
  if (caught.kind === 'app') return caught.error;
  if (caught.kind === 'framework' && caught.error.status < 500) {
    return { message: 'There is no such page.' };
  }
  const id = crypto.randomUUID().slice(0, 8);
  const route = caught.event.route.id ?? 'unknown';
  caught.event.locals.world?.log.trouble('page-broke', { id, route }, caught.error);
  return { id, message: 'Something broke on our side.' };
};
