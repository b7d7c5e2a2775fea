import type { Cookies } from '@sveltejs/kit';
import { sessionSecondsMax } from '#district/sessions';
import type { WebWorld } from './world.server.ts';

const day = 24 * 60 * 60;

/**
 * Cookies of the staff origin. Over https they carry `__Host-`, so that no neighbour can set them.
 */
export function cookieName(world: WebWorld, name: 'session' | 'device'): string {
  const isSecure = world.settings.addresses.staff.startsWith('https:');
  return `${isSecure ? '__Host-' : ''}threshold-${name}`;
}

/** Gives a browser its session, or its credential as an enrolled device. */
export function setCookie(
  world: WebWorld,
  cookies: Cookies,
  name: 'session' | 'device',
  value: string,
): void {
  cookies.set(cookieName(world, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: world.settings.addresses.staff.startsWith('https:'),
    maxAge: name === 'session' ? sessionSecondsMax : 400 * day,
  });
}
