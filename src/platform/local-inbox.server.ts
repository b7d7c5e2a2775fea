import type { LocalMessage } from './local-phones.ts';
import { type CallBack, localSid, makeSid } from './local-wire.server.ts';

/** Text messages and letters as they lie in the pockets of a trial. */
export type LocalInbox = {
  keep(message: LocalMessage, statusUrl: string | null): void;
  reply(from: string, text: string): Promise<'done' | 'nobody-listens'>;
  expectRepliesAt(url: string): void;
  list(): LocalMessage[];
  isOptedOut(number: string): boolean;
  /** The id first given for an idempotency key. */
  idOf(key: string): string | undefined;
  remember(key: string, id: string): void;
  settled(): Promise<void>;
  clear(): void;
};

type InboxSettings = {
  readonly back: CallBack;
  readonly now: () => string;
  readonly inboundUrl: string | null;
};

const messagesMax = 2_000;
const keysMax = 10_000;

/** Opens an empty inbox. Forgets the oldest beyond 2,000 messages, so a long trial stays small. */
export function openInbox(settings: InboxSettings): LocalInbox {
  const { back } = settings;
  let messages: LocalMessage[] = [];
  let { inboundUrl } = settings;
  const optedOut = new Set<string>();
  const keys = new Map<string, string>();
  const underWay = new Set<Promise<void>>();
  return {
    keep(message, statusUrl) {
      messages = [...messages, message].slice(-messagesMax);
      if (statusUrl === null) return;
      const reporting = reportDelivery(back, message, statusUrl);
      underWay.add(reporting);
      reporting.finally(() => underWay.delete(reporting));
    },
    async reply(from, text) {
      const word = text.trim().toUpperCase();
      if (word === 'STOP') optedOut.add(from);
      if (word === 'START') optedOut.delete(from);
      if (inboundUrl === null) return 'nobody-listens';
      const to = messages.findLast((message) => message.to === from)?.from ?? '';
      const sid = makeSid('SM');
      const params = { AccountSid: localSid, MessageSid: sid, From: from, To: to, Body: text };
      const posted = await back.post(inboundUrl, params);
      return posted.kind === 'answered' ? 'done' : 'nobody-listens';
    },
    expectRepliesAt(url) {
      inboundUrl = url;
    },
    list: () => [...messages],
    isOptedOut: (number) => optedOut.has(number),
    idOf: (key) => keys.get(key),
    remember(key, id) {
      keys.set(key, id);
      const oldest = keys.keys().next().value;
      if (keys.size > keysMax && oldest !== undefined) keys.delete(oldest);
    },
    async settled() {
      await Promise.all(underWay);
    },
    clear() {
      messages = [];
      optedOut.clear();
      keys.clear();
    },
  };
}

async function reportDelivery(
  back: CallBack,
  message: LocalMessage,
  statusUrl: string,
): Promise<void> {
  const { id, to, from } = message;
  for (const status of ['sent', 'delivered']) {
    const params = {
      AccountSid: localSid,
      MessageSid: id,
      To: to,
      From: from,
      MessageStatus: status,
    };
    await back.post(statusUrl, params);
  }
}
