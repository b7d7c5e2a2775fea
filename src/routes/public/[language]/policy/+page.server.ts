import { readLetter } from '../../letter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  const { letters } = locals.world.pack;
  const letter =
    letters.find(({ language }) => language === params.language) ??
    letters.find(({ language }) => language === 'en') ??
    letters[0];
  return {
    letter:
      letter === undefined ? null : { language: letter.language, blocks: readLetter(letter.text) },
  };
};
