/** Reads `words-to-say.yaml`: one thing to say or do at a time, by situation and duty. */
import { dutyList } from './pack-chain.ts';
import { checked, complete, distinctListOf, listOf, optional, record } from './pack-fields.ts';
import type { Reader } from './pack-fields.ts';
import { type Situation, situationIds, type WordsLine, type WordsToSay } from './pack-shape.ts';
import { languageTag, oneOf, prose } from './pack-values.ts';

const wordsLine: Reader<WordsLine> = checked(
  record((take) => ({
    duties: take('duties', dutyList),
    say: take('say', optional<string | null>(prose, null)),
    do: take('do', optional<string | null>(prose, null)),
  })),
  (line, note) => {
    if (line.say === null && line.do === null) note('has nothing to say and nothing to do');
  },
);

// Two lines for one person in one moment would ask somebody under stress to choose.
const lines = checked(listOf(wordsLine), (read, note) => {
  const named = read.flatMap((line) => line.duties);
  const twice = named.find((duty, at) => named.indexOf(duty) !== at);
  if (twice !== undefined) note(`two lines for the duty "${twice}"`);
});

const situation: Reader<Situation> = record((take) => ({
  id: take('id', oneOf(situationIds)),
  lines: take('lines', lines),
}));

/** Reads the words. Every situation must be there: a door without words is the worst moment. */
export const words: Reader<WordsToSay> = record((take) => ({
  locale: take('locale', languageTag),
  situations: take(
    'situations',
    complete(
      distinctListOf(situation, (one) => one.id),
      situationIds,
      (one) => one.id,
    ),
  ),
}));
