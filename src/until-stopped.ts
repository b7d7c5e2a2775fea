/**
 * The signal by which a part of the program stops: it is told to, or its supervisor is gone. A part
 * that outlived its supervisor would hold its ports against the next start.
 */
export function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  process.once('disconnect', () => stop.abort());
  // The line to the supervisor must not keep a part alive that has nothing left to do.
  process.channel?.unref();
  return stop.signal;
}
