/**
 * What a carrier is told to say and to ask during a call, as TwiML. Pure: text in, text out.
 * The reader is for the local carrier and reads only what the two writers here write.
 */

/** One sentence in one language. `language` is a BCP 47 tag the carrier can speak. */
export type Speech = { readonly language: string; readonly text: string };

/** A question over the telephone: what is said, and how many digits go where, within what time. */
export type Question = {
  readonly say: readonly Speech[];
  readonly actionUrl: string;
  readonly digits: number;
  readonly secondsToWait: number;
};

/** What a caller would hear, and where the digits go; `gather` is null when nothing is asked. */
export type Spoken = {
  readonly say: readonly Speech[];
  readonly gather: { readonly actionUrl: string; readonly digits: number } | null;
};

const opening = '<?xml version="1.0" encoding="UTF-8"?>';

/** Says something and waits for digits; the call ends when none come. Escapes all it is given. */
export function twimlGather(question: Question): string {
  const attributes = [
    'input="dtmf"',
    'method="POST"',
    `action="${escapeXml(question.actionUrl)}"`,
    `numDigits="${question.digits}"`,
    `timeout="${question.secondsToWait}"`,
  ].join(' ');
  const said = question.say.map(sayElement).join('');
  return `${opening}<Response><Gather ${attributes}>${said}</Gather></Response>`;
}

/** Says something and hangs up. Escapes everything it is given. */
export function twimlSay(say: readonly Speech[]): string {
  return `${opening}<Response>${say.map(sayElement).join('')}<Hangup/></Response>`;
}

/** Reads what `twimlGather` and `twimlSay` write; anything else is null, never a guess. */
export function readTwiml(xml: string): Spoken | null {
  const inner = /^<\?xml[^>]*\?>\s*<Response>([\s\S]*)<\/Response>\s*$/.exec(xml)?.[1];
  if (inner === undefined) return null;
  const say = Array.from(
    inner.matchAll(/<Say language="([^"]*)">([^<]*)<\/Say>/g),
    ([, language = '', text = '']) => ({
      language: unescapeXml(language),
      text: unescapeXml(text),
    }),
  );
  const gather = /<Gather [^>]*action="([^"]*)"[^>]*numDigits="(\d+)"/.exec(inner);
  if (gather === null) return { say, gather: null };
  return { say, gather: { actionUrl: unescapeXml(gather[1] ?? ''), digits: Number(gather[2]) } };
}

function sayElement(speech: Speech): string {
  return `<Say language="${escapeXml(speech.language)}">${escapeXml(speech.text)}</Say>`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const meanings = new Map(Object.entries(escapes).map(([letter, written]) => [written, letter]));

/** Characters XML 1.0 cannot hold at all would make the carrier hang up, so they become spaces. */
function escapeXml(text: string): string {
  const legal = Array.from(text.toWellFormed(), (letter) => (isXmlLetter(letter) ? letter : ' '));
  return legal.join('').replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);
}

function isXmlLetter(letter: string): boolean {
  const point = letter.codePointAt(0) ?? 0;
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return point !== 0xfffe && point !== 0xffff;
}

function unescapeXml(text: string): string {
  return text.replace(/&[a-z]+;/g, (written) => meanings.get(written) ?? written);
}
