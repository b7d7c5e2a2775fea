/**
 * What somebody of ours proves without signing in: that a message of ours reached them.
 *
 * A link stands for whoever was sent it, and so does a code of six digits together with the
 * telephone that it comes from. Neither can be worked out from the message's id.
 */
import type { House } from '#ledger/perform';
import { hmac, sameSecret } from '#platform/secrets';
import { readUuid } from '#std/ids';

/** What was sent: a call for help, to be answered, or a test of a way to reach somebody. */
type Sent = 'answer' | 'contact';
type Keys = Pick<House, 'secrets'>;

/** What stands in the link of a message, after the name of its page: its id and the proof. */
export function linkFor(house: Keys, sent: Sent, id: string): string {
  return `${id}.${linkProof(house, sent, id)}`;
}

/** The id of the message that a link stands for; null when the link was made up. */
export function idOfLink(house: Keys, sent: Sent, link: string): string | null {
  const [text, proof] = link.split('.');
  const id = readUuid<string>(text);
  if (id === null || proof === undefined) return null;
  const isTrue = sameSecret(Buffer.from(proof), Buffer.from(linkProof(house, sent, id)));
  return isTrue ? id : null;
}

function linkProof({ secrets }: Keys, sent: Sent, id: string): string {
  return hmac(secrets.derive(`${sent}-link`), id)
    .toString('base64url')
    .slice(0, 27);
}

/** How long a code counts: as long as its ring is fresh in anybody's mind. Links and keys stay. */
export const codeSecondsMax = 15 * 60;

/** The code of a message: six digits. */
export function codeFor({ secrets }: Keys, sent: Sent, id: string): string {
  const digest = hmac(secrets.derive(`${sent}-code`), `answer/${id}`);
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/** The code in what somebody texted, six digits by themselves; null when there is none. */
export function codeIn(text: string): string | null {
  return text.match(/\b\d{6}\b/)?.[0] ?? null;
}
