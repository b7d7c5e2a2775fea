import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTwiml, twimlGather, twimlSay } from './twiml.ts';

const speech = fc.record({ language: fc.constantFrom('en-US', 'es-US', 'ht'), text: fc.string() });
const printable = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold.
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ');

test('whatever is to be said is said, and nothing of it becomes a command', () => {
  fc.assert(
    fc.property(fc.array(speech), fc.webUrl({ withQueryParameters: true }), (say, actionUrl) => {
      const xml = twimlGather({ say, actionUrl, digits: 1, secondsToWait: 8 });
      const expected = say.map(({ language, text }) => ({ language, text: printable(text) }));
      expect(readTwiml(xml)).toEqual({ say: expected, gather: { actionUrl, digits: 1 } });
    }),
  );
});

test('a text that looks like TwiML cannot dial anybody', () => {
  const hostile = '</Say></Gather><Dial>+15550199</Dial><Say language="en">"&\'';
  const xml = twimlGather({
    say: [{ language: 'en"><Dial>', text: hostile }],
    actionUrl: 'http://127.0.0.1/a?b=1&c="',
    digits: 1,
    secondsToWait: 8,
  });
  expect(xml).not.toContain('<Dial>');
  expect(xml.match(/<Say /g)).toHaveLength(1);
});

test('after an answer nothing more is asked and the call ends', () => {
  const xml = twimlSay([{ language: 'en-US', text: 'Thank you.' }]);
  expect(xml).toContain('<Hangup/>');
  expect(readTwiml(xml)?.gather).toBeNull();
});

test('a page of a gateway is not read as something spoken', () => {
  expect(readTwiml('<html><Say language="en">Sign in</Say></html>')).toBeNull();
});
