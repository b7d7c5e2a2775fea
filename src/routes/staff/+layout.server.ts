import { holds, mayDo, schoolsFor } from '#district';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => {
  const { who } = locals.desk;
  const path = url.pathname.replace(/^\/staff/, '') || '/';
  const links = [
    { href: '/', label: 'Door', isShown: who.kind !== 'nobody' },
    { href: '/notices', label: 'Notices', isShown: mayDo(who, 'see-notices', null) },
    {
      href: '/roster',
      label: 'Families',
      isShown: mayDo(who, 'import-roster', null) || mayDo(who, 'accept-roster', null),
    },
    { href: '/rotas', label: 'On call', isShown: schoolsFor(who, 'see-readiness')?.length !== 0 },
    { href: '/people', label: 'People', isShown: mayDo(who, 'see-people', null) },
    { href: '/ledger', label: 'Ledger', isShown: mayDo(who, 'see-ledger', null) },
    { href: '/me', label: 'Me', isShown: who.kind === 'person' },
  ];
  return {
    districtName: locals.world.pack.district.name,
    isTrial: locals.world.settings.mode === 'trial',
    zone: locals.world.pack.district.timeZone,
    person: who.kind === 'person' ? who.name : null,
    isCounsel: holds(who, 'legal-counsel'),
    isAway: locals.world.worstDay.isAway(),
    nav: links
      .filter((link) => link.isShown)
      .map(({ href, label }) => ({
        href,
        label,
        isCurrent:
          href === '/' ? path === '/' || path.startsWith('/encounters') : path.startsWith(href),
      })),
  };
};
