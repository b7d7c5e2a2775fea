/** `threshold token PERSON_EMAIL`: makes a token with which a program acts as a person. */
import { makeToken } from '#district/sessions';
import { findPersonByEmail } from '#district/store';
import { readArguments, say, unusable } from './arguments.ts';
import { withHouse } from './with-house.ts';

/** The token is shown this once, and only its hash is kept. It carries no order of counsel's. */
export async function run(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  const [email, ...more] = read?.words ?? [];
  if (read === null || email === undefined || more.length > 0)
    return unusable('token PERSON_EMAIL');
  return withHouse('threshold_app', async ({ house }) => {
    const person = await house.database.inDistrict(house.district, (transaction) =>
      findPersonByEmail(transaction, email),
    );
    if (person === undefined) {
      process.stderr.write('Nobody here has this e-mail address.\n');
      return 1;
    }
    const token = await makeToken(house, person.person, 'command line');
    say(read, { person: person.person, token }, token);
    return 0;
  });
}
