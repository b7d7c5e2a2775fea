/** A statement as it stands in a file of SQL, and the place in the file at which it begins. */
export type Statement = { readonly sql: string; readonly place: number };

const verbs =
  'with|select|insert|update|delete|create|alter|drop|grant|revoke|call|begin|commit|set|listen|' +
  'notify|truncate|lock|copy';
const opening = new RegExp(`^\\s*(${verbs})\\s`, 'i');

/** Whether what stands between quotes looks like a statement: it begins with a verb of SQL. */
export function isStatement(written: string): boolean {
  return opening.test(written);
}

/** What a file of SQL does, one statement after the other, without its comments. */
export function statementsOf(text: string): readonly Statement[] {
  const bare = withoutComments(text);
  const found: Statement[] = [];
  let from = 0;
  for (const [place, letters] of semicolons(bare)) {
    found.push(trimmed(bare.slice(from, place), from));
    from = place + letters;
  }
  found.push(trimmed(bare.slice(from), from));
  return found.filter(({ sql }) => sql !== '');
}

function trimmed(sql: string, from: number): Statement {
  return { sql: sql.trim(), place: from + sql.length - sql.trimStart().length };
}

/** The text with spaces where a comment was, so that every place in it stays where it is. */
export function withoutComments(text: string): string {
  return text.replaceAll(/--[^\n]*/g, (comment) => ' '.repeat(comment.length));
}

/** The ends of statements. A semicolon in quotes, or in the body of a function, ends none. */
function* semicolons(sql: string): Generator<readonly [number, number]> {
  for (const found of sql.matchAll(/\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|;/g)) {
    if (found[0] === ';') yield [found.index, 1];
  }
}
