import { isSpoken, publicLanguage } from '#translations/public.languages';
import { chooseLanguage } from './choose-language.ts';

/** The languages of the district in which public pages exist, in the order it offers them. */
export function spokenLanguages(locals: App.Locals) {
  return locals.world.pack.district.languages.filter(isSpoken);
}

/** Sends somebody to the page in a language that their browser reads. Never keeps which it was. */
export function toOwnLanguage(locals: App.Locals, request: Request, rest: string): Response {
  const offered = spokenLanguages(locals).map(({ tag }) => tag);
  const { localeDefault } = locals.world.pack.district;
  const fallback = offered.includes(localeDefault) ? localeDefault : (offered[0] ?? 'en');
  const language = chooseLanguage(request.headers.get('accept-language'), offered, fallback);
  return new Response(null, {
    status: 303,
    headers: {
      location: `/${language}${rest}`,
      vary: 'Accept-Language',
      'cache-control': 'public, max-age=0, must-revalidate',
    },
  });
}

/** What every page for families has around it: its words, its languages, whom to call. */
export function aroundPage(locals: App.Locals, pathname: string) {
  const { pack, settings } = locals.world;
  const [, , first = '', ...rest] = pathname.split('/');
  const spoken = spokenLanguages(locals);
  const language = spoken.find(({ tag }) => tag === locals.language) ?? spoken[0];
  const found = publicLanguage(language?.tag ?? 'en');
  if (language === undefined || found === null) throw new Error('no language has public words');
  const { district } = pack;
  return {
    language: language.tag,
    direction: language.direction,
    ...found,
    district: { name: district.name, office: district.office, familyCenter: district.familyCenter },
    isTrial: settings.mode === 'trial',
    publicAddress: settings.addresses.public,
    planAddress: settings.addresses.plan,
    rest:
      first === language.tag
        ? rest
            .filter((part) => part !== '')
            .map((part) => `/${part}`)
            .join('')
        : '',
    spoken: spoken.map(({ tag, name, direction }) => ({ tag, name, direction })),
    unspoken: district.languages.filter((other) => !isSpoken(other)),
    isWithoutPages: district.languages.some((other) => other.tag === first && !isSpoken(other)),
    missingWords: spoken.map(({ tag, direction }) => ({
      tag,
      direction,
      words: publicLanguage(tag)?.words.languageChooser.missing ?? '',
    })),
  };
}
