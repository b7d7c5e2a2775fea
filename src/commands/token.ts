/** `threshold token E-MAIL` */
import { makeToken } from '#district/sessions';
import { findPersonByEmail } from '#district/store';
import { atHouse, readArgs, say } from './at-house.ts';

/** Makes an API token for a person; it is shown once and stored as a hash. */
export async function run(args: readonly string[]): Promise<number> {
  const { isJson, words } = readArgs(args);
  const [email] = words;
  if (email === undefined) {
    process.stderr.write('threshold token E-MAIL\n');
    return 2;
  }
  return atHouse('threshold_app', async ({ house }) => {
    const person = await house.database.inDistrict(house.district, (transaction) =>
      findPersonByEmail(transaction, email),
    );
    if (person === undefined) {
      process.stderr.write('Nobody here has this address.\n');
      return 1;
    }
    const token = await makeToken(house, person.person, 'command line');
    say(isJson, token, { person: person.person, token });
    return 0;
  });
}
