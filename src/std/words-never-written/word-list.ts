/**
 * What one language knows. Every list is a list of patterns (see phrases.ts), but for the last
 * six, which are single words. Nationalities and countries are many to a line, with commas.
 * Write accents; they are folded when they are read.
 *
 * The house bans some of these words as names. Here they stand because they are what is looked for.
 */
export type WordList = {
  /** Found wherever they stand, but for the general language of a policy. */
  readonly status: readonly string[];
  /** Found unless the sentence is about agents, who also come to a door without papers. */
  readonly noPapers: readonly string[];
  /** Found only right after a word for a person: "parking is illegal" is about parking. */
  readonly ofAPerson: readonly string[];
  /** Words for a field, found when a value follows or an owner stands before them. */
  readonly statusFields: readonly string[];
  readonly birthplaceFields: readonly string[];
  readonly nationalityFields: readonly string[];
  /** Found wherever they stand; usually they end in <place>. */
  readonly birthplace: readonly string[];
  /** Found wherever they stand; usually they hold a <country> or a <nationality>. */
  readonly nationality: readonly string[];
  readonly nationalities: readonly string[];
  readonly countries: readonly string[];
  readonly alienNumber: readonly string[];
  readonly socialSecurity: readonly string[];
  readonly passport: readonly string[];
  /** Passed over whole, so that nothing inside them is found. */
  readonly harmless: readonly string[];
  /** After these the sentence speaks of everybody, until one of `endsGeneral`. */
  readonly general: readonly string[];
  readonly endsGeneral: readonly string[];
  /** "her" in "her immigration status". */
  readonly owners: readonly string[];
  /** "is" in "the nationality is". */
  readonly isWords: readonly string[];
  /** "not" in "the nationality is not asked": no value follows. */
  readonly notValues: readonly string[];
  readonly agents: readonly string[];
  readonly people: readonly string[];
  /** "March" in "born in March". */
  readonly notPlaces: readonly string[];
};
