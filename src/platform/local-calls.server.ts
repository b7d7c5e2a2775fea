import type { CallState, LocalCall } from './local-phones.ts';
import { type CallBack, localSid } from './local-wire.server.ts';
import { readTwiml, type Speech } from './twiml.ts';

/** What came of doing something to a call. */
export type CallOutcome = 'done' | 'no-such-call' | 'call-is-over' | 'nothing-is-asked';

/** A call to be placed. `statusUrl` is null when nobody wants to know. */
export type CallOrder = {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly twimlUrl: string;
  readonly statusUrl: string | null;
  readonly at: string;
};

/** The switchboard of the local carrier. */
export type LocalCalls = {
  place(order: CallOrder): void;
  press(callId: string, digits: string): Promise<CallOutcome>;
  hangUp(callId: string): Promise<CallOutcome>;
  answeringMachine(callId: string): Promise<CallOutcome>;
  list(): LocalCall[];
  settled(): Promise<void>;
  clear(): void;
};

type Gather = { readonly actionUrl: string; readonly digits: number };
type OpenCall = {
  readonly order: CallOrder;
  state: CallState;
  spoken: Speech[];
  gather: Gather | null;
  pressed: string[];
  /** Resolves when everything begun so far has been posted, in order. */
  tail: Promise<void>;
};

const callsMax = 1_000;

/**
 * Rings telephones that are only pictures.
 *
 * Fetches what is to be spoken while the phone rings, earlier than Twilio, which fetches it when
 * somebody answers: a newcomer should see at once what counsel would hear. The fetch says
 * CallStatus=ringing, so a program that takes it for an answer is wrong here as it is there.
 */
export function openCalls(back: CallBack): LocalCalls {
  const calls = new Map<string, OpenCall>();
  const act = async (
    callId: string,
    perform: (call: OpenCall) => CallOutcome | Promise<CallOutcome>,
  ): Promise<CallOutcome> => {
    const call = calls.get(callId);
    if (call === undefined) return 'no-such-call';
    await quiet(call);
    if (!isUp(call)) return 'call-is-over';
    const outcome = await perform(call);
    await quiet(call);
    return outcome;
  };
  return {
    place(order) {
      calls.set(order.id, ring(back, order));
      const oldest = calls.keys().next().value;
      if (calls.size > callsMax && oldest !== undefined) calls.delete(oldest);
    },
    press: (callId, digits) => act(callId, (call) => pressDigits(back, call, digits)),
    hangUp: (callId) =>
      act(callId, (call) =>
        enter(back, call, call.state === 'ringing' ? 'no-answer' : 'completed'),
      ),
    answeringMachine: (callId) =>
      act(callId, (call) => {
        enter(back, call, 'in-progress', { AnsweredBy: 'machine_start' });
        return enter(back, call, 'completed', { AnsweredBy: 'machine_start' });
      }),
    list: () => Array.from(calls.values(), show),
    async settled() {
      await Promise.all(Array.from(calls.values(), quiet));
    },
    clear: () => calls.clear(),
  };
}

/** An errand may leave another one behind it, so one look at the tail is not enough. */
async function quiet(call: OpenCall): Promise<void> {
  let seen: Promise<void> | null = null;
  while (seen !== call.tail) {
    seen = call.tail;
    await seen;
  }
}

function isUp(call: OpenCall): boolean {
  return call.state === 'ringing' || call.state === 'in-progress';
}

function ring(back: CallBack, order: CallOrder): OpenCall {
  const call: OpenCall = {
    order,
    state: 'queued',
    spoken: [],
    gather: null,
    pressed: [],
    tail: Promise.resolve(),
  };
  enter(back, call, 'queued');
  enter(back, call, 'ringing');
  later(call, async () => {
    const understood = await listen(back, call, order.twimlUrl, {});
    if (!understood) enter(back, call, 'failed');
  });
  return call;
}

/** Fetches what is spoken next; false when it is not to be had or cannot be read. */
async function listen(
  back: CallBack,
  call: OpenCall,
  url: string,
  extra: Readonly<Record<string, string>>,
): Promise<boolean> {
  const posted = await back.post(url, { ...paramsOf(call), ...extra });
  const spoken =
    posted.kind === 'answered' && posted.status === 200 ? readTwiml(posted.body) : null;
  if (spoken === null) return false;
  call.spoken = [...call.spoken, ...spoken.say];
  call.gather =
    spoken.gather === null
      ? null
      : { ...spoken.gather, actionUrl: new URL(spoken.gather.actionUrl, url).href };
  return true;
}

async function pressDigits(back: CallBack, call: OpenCall, digits: string): Promise<CallOutcome> {
  const { gather } = call;
  if (gather === null || !/^[0-9*#]+$/.test(digits)) return 'nothing-is-asked';
  const Digits = digits.slice(0, gather.digits);
  call.pressed = [...call.pressed, Digits];
  // The question closes before anything is awaited, or a second thumb would answer it as well.
  call.gather = null;
  if (call.state === 'ringing') enter(back, call, 'in-progress');
  await quiet(call);
  const understood = await listen(back, call, gather.actionUrl, { Digits });
  if (!understood) enter(back, call, 'failed');
  else if (call.gather === null) enter(back, call, 'completed');
  return 'done';
}

function enter(
  back: CallBack,
  call: OpenCall,
  state: CallState,
  extra: Readonly<Record<string, string>> = {},
): 'done' {
  call.state = state;
  if (!isUp(call)) call.gather = null;
  const params = { ...paramsOf(call), ...extra };
  const { statusUrl } = call.order;
  if (statusUrl !== null) later(call, () => back.post(statusUrl, params));
  return 'done';
}

function later(call: OpenCall, errand: () => Promise<unknown>): void {
  const { tail } = call;
  const next = async () => {
    await tail;
    await errand();
  };
  // A program that does not take its call-backs does not make the telephone forget the call.
  call.tail = next().catch(() => undefined);
}

function paramsOf(call: OpenCall): Record<string, string> {
  const { id, to, from } = call.order;
  return {
    AccountSid: localSid,
    CallSid: id,
    To: to,
    From: from,
    Direction: 'outbound-api',
    CallStatus: call.state,
  };
}

function show(call: OpenCall): LocalCall {
  const { id, to, from, at } = call.order;
  const { state, spoken, pressed } = call;
  return { id, to, from, at, state, spoken, pressed, awaitsDigits: call.gather !== null };
}
