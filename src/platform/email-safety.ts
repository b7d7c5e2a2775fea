import { type EmailMessage, type HandOver, refused } from './carrier.ts';

/**
 * What is wrong with a letter before anybody is asked to carry it. Pure.
 *
 * A line break in an address, a subject or a header would let a text from outside add recipients or
 * a second message (header injection), so it is refused rather than cleaned: a subject that holds
 * one did not come from our own templates.
 */

// Headers with one owner: the carrier itself. A template must not be able to replace them.
const ownedByCarrier = new RegExp(
  '^(to|cc|bcc|from|sender|reply-to|return-path|subject|date|message-id|auto-submitted' +
    '|mime-version|content-.*)$',
  'i',
);

/** Null when the letter may be handed over; otherwise the refusal. Never repeats what it read. */
export function refuseUnsafeEmail(message: EmailMessage): HandOver | null {
  const headers = Object.entries(message.headers ?? {});
  const lines = [message.to, message.subject, message.messageId, ...headers.flat()];
  if (lines.some(hasControlCharacter)) return refused('message-refused', 'line-break-in-header');
  if (!isMailbox(message.to)) return refused('no-such-address', 'malformed-address');
  if (!/^[^\s<>@]+@[^\s<>@]+$/.test(message.messageId)) {
    return refused('message-refused', 'malformed-message-id');
  }
  if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(message.language)) {
    return refused('message-refused', 'malformed-language');
  }
  const isForeign = ([name]: [string, string]) =>
    /^[A-Za-z0-9-]+$/.test(name) && !ownedByCarrier.test(name);
  return headers.every(isForeign) ? null : refused('message-refused', 'header-not-allowed');
}

/**
 * One plain mailbox. Commas, brackets and quotes are refused although RFC 5322 has uses for them,
 * because with them one address could be read as two.
 */
function isMailbox(address: string): boolean {
  return address.length <= 254 && /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]+$/.test(address);
}

function hasControlCharacter(line: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(line);
}
