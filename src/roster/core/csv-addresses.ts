/** E-mail addresses and telephone numbers as school offices write them. Never asks the network. */

const mailbox = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
// NANP: neither area code nor exchange begins with 0 or 1, and neither is an N11 service code.
const northAmerican = /^(?!\d11)[2-9]\d\d(?!\d11)[2-9]\d{6}$/;

/**
 * Reads an e-mail address; null when a mail server would not take it. Only plain ASCII mailboxes
 * (RFC 5321 dot-string): a quoted one could carry a second header line into a message.
 */
export function readEmail(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  if (at < 1 || text.length > 254) return null;
  if (!mailbox.test(local) || /^\.|\.\.|\.$/.test(local)) return null;
  if (labels.length < 2 || !labels.every((label) => domainLabel.test(label))) return null;
  return /^[a-z]/i.test(labels.at(-1) ?? '') ? text : null;
}

/**
 * Reads a telephone number as E.164; null when it is none. Without a `+` it is North American with
 * ten digits, or eleven beginning with 1. Never guesses: an extension or a letter is not a number.
 */
export function readPhone(text: string): string | null {
  if (!/^\+?[\d().\s-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  if (text.startsWith('+') && !digits.startsWith('1')) {
    return /^[2-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
  }
  const national = digits.startsWith('1') ? digits.slice(1) : digits;
  return northAmerican.test(national) ? `+1${national}` : null;
}
