import { pino } from 'pino';

/**
 * What a log line may hold: ids, numbers and words from closed lists. There is no method for free
 * text.
 */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** The log. An error leaves its kind and code there, never its message, which may quote a row. */
export type Log = {
  readonly note: (event: string, facts?: LogFacts) => void;
  readonly trouble: (event: string, facts: LogFacts, error?: unknown) => void;
};

/** A log of one part of the program, as JSON lines on standard error. */
export function openLog(part: string): Log {
  const log = pino(
    { base: { part }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    note: (event, facts = {}) => log.info({ ...facts, event }),
    trouble: (event, facts, error) => log.error({ ...facts, ...kindOf(error), event }),
  };
}

/** A log that keeps nothing, for tests. */
export const silentLog: Log = { note: () => {}, trouble: () => {} };

function kindOf(error: unknown): LogFacts {
  if (!(error instanceof Error)) return {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { errorName: error.name, errorCode: code, at: placeOf(error) };
}

// The first line of our own code in the stack: a file and a number, which name nobody.
function placeOf(error: Error): string | null {
  const line = error.stack?.split('\n').find((each) => /\/(src|build)\//.test(each));
  return line?.match(/((?:src|build)\/[\w./-]+:\d+)/)?.[1] ?? null;
}
