/** What a benchmark has running: an interrupted one leaves no PostgreSQL and no town behind. */
type Stop = () => Promise<void>;

const running = new Set<Stop>();

/** Hands back a stop that works once, whoever calls it first: the benchmark or the interruption. */
export function stopOnce(stop: Stop): Stop {
  let stopping: Promise<void> | undefined;
  const once = () => {
    stopping ??= stop().finally(() => running.delete(once));
    return stopping;
  };
  running.add(once);
  return once;
}

/** Stops everything at the first signal and ends the process. Call it before anything runs. */
export function stopOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      Promise.allSettled([...running].map((stop) => stop())).finally(() => process.exit(130));
    });
  }
}
