import { dutyFirst } from './duty-first.ts';
import { honestTests } from './honest-tests.ts';
import { importRules } from './imports.ts';
import { lengthRules } from './lengths.ts';
import { plainTypeRules } from './plain-types.ts';
import { purity } from './purity.ts';
import { quietRules } from './quiet.ts';
import type { Rule } from './source.ts';
import { sqlRules } from './sql.ts';
import { wordRules } from './words.ts';

/** Every rule that looks at one file at a time, under the claim that it holds. */
export const everyRule: Readonly<Record<string, readonly Rule[]>> = {
  'nothing is longer or deeper than a person can hold in mind': lengthRules,
  'the compiler is told nothing that it could not find out': plainTypeRules,
  'every import goes down the picture, through a door': importRules,
  'the law has no clock, no dice and no machine': [purity],
  'no statement has a clock, and no table is outside its district': sqlRules,
  'one word for each idea, and none for what is never stored': wordRules,
  'every test runs, and can go red': [honestTests],
  'every act asks for the duty before it does anything': [dutyFirst],
  'nothing personal is printed, and nobody’s machine is named': quietRules,
};
