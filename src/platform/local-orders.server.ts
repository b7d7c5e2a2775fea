import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { isDialable } from './carrier.ts';
import type { LocalCalls } from './local-calls.server.ts';
import type { LocalInbox } from './local-inbox.server.ts';
import type { Behaviour } from './local-phones.ts';
import { answerError, answerJson, makeSid, misbehave } from './local-wire.server.ts';

/** What an order may touch. */
export type OrderWorld = {
  readonly now: () => string;
  readonly inbox: LocalInbox;
  readonly calls: LocalCalls;
  readonly behaviours: ReadonlyMap<string, Behaviour>;
};

type CarrierError = { readonly code: number; readonly message: string };

/** Something a program asks the local carrier to deliver, as far as it could be read. */
export type Order = {
  readonly to: string;
  readonly prefix: 'SM' | 'CA' | 'EM';
  readonly key: string | null;
  readonly error: CarrierError | null;
  keep(world: OrderWorld, id: string): void;
};

/**
 * Takes an order, or behaves as its number was told to. An order whose key was taken before gets
 * the same id again and rings nobody twice, even when the first answer was lost on the way.
 */
export function take(world: OrderWorld, order: Order, response: ServerResponse): void {
  const { to, key } = order;
  const known = key === null ? undefined : world.inbox.idOf(key);
  if (known !== undefined) {
    answerJson(response, 201, { sid: known, status: 'queued', to });
    return;
  }
  const behaviour = world.behaviours.get(to) ?? world.behaviours.get('*') ?? 'ok';
  if (misbehave(response, behaviour)) return;
  const error = order.error ?? optOutError(world, order);
  if (error !== null) {
    answerError(response, 400, error.code, error.message);
    return;
  }
  const id = makeSid(order.prefix);
  if (key !== null) world.inbox.remember(key, id);
  if (behaviour !== 'lie') order.keep(world, id);
  if (behaviour === 'accept-then-drop') response.destroy();
  else answerJson(response, 201, { sid: id, status: 'queued', to });
}

function optOutError(world: OrderWorld, order: Order): CarrierError | null {
  if (order.prefix !== 'SM' || !world.inbox.isOptedOut(order.to)) return null;
  return { code: 21610, message: 'Attempt to send to unsubscribed recipient' };
}

/** Reads the form of a text message or a call. */
export function readOrder(body: string, key: string | null, kind: 'sms' | 'voice'): Order {
  const form = new URLSearchParams(body);
  const word = (name: string) => form.get(name) ?? '';
  const [to, from, statusUrl] = [word('To'), word('From'), form.get('StatusCallback')];
  const content = kind === 'sms' ? 'Body' : 'Url';
  const misread = word(content) === '' ? { code: 21602, message: `${content} is required` } : null;
  return {
    to,
    prefix: kind === 'sms' ? 'SM' : 'CA',
    key: key === null ? null : `${kind} ${key}`,
    error: isDialable(to) ? misread : { code: 21211, message: "Invalid 'To' Phone Number" },
    keep({ inbox, calls, now }, id) {
      const at = now();
      if (kind === 'voice') calls.place({ id, to, from, twimlUrl: word('Url'), statusUrl, at });
      else {
        const message = {
          id,
          channel: 'sms',
          to,
          from,
          subject: null,
          text: word('Body'),
          at,
        } as const;
        inbox.keep(message, statusUrl);
      }
    },
  };
}

const letter = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  messageId: z.string(),
});

/** Reads a letter as `localMailCarrier` writes it. */
export function readLetter(body: string): Order {
  const { to, subject, text, messageId } = letter.safeParse(readJson(body)).data ?? {
    to: '',
    subject: '',
    text: '',
    messageId: '',
  };
  return {
    to,
    prefix: 'EM',
    key: messageId === '' ? null : `email ${messageId}`,
    error: messageId === '' ? { code: 21602, message: 'The letter cannot be read' } : null,
    keep({ inbox, now }, id) {
      inbox.keep({ id, channel: 'email', to, from: '', subject, text, at: now() }, null);
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
