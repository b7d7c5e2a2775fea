import { actorFor, mayReport } from '#district';
import type { Desk } from '#district/desk';
import type { ActIn } from '#ledger';
import type { StreamId } from '#std/ids';
import { type About, type EncounterOutcome, refused, report } from './acts.server.ts';
import { encounterStream } from './core/streams.ts';
import type { EncounterCommand, Observation } from './words.ts';

/** A report as it waits in the journal: what will be performed once the database is back. */
export type JournaledReport = {
  readonly stream: StreamId;
  readonly act: ActIn<EncounterCommand>;
};

/**
 * Whatever keeps a report when the database is away; handed in, since this room knows no telephone.
 */
export type Keeper<Kept> = (
  entry: JournaledReport,
  work: () => Promise<EncounterOutcome>,
) => Promise<EncounterOutcome | Kept>;

/**
 * Writes down what happened, or has it kept until it can be.
 *
 * The entry carries its own act id and moment, so entering it later, or twice, is the same as once.
 */
export async function reportOrKeep<Kept>(
  desk: Desk,
  about: About,
  observation: Observation,
  keep: Keeper<Kept>,
): Promise<EncounterOutcome | Kept> {
  if (!mayReport(desk.who)) return refused('this-duty-may-not-do-that');
  const school = observation.type === 'ReportArrival' ? observation.school : null;
  const entry: JournaledReport = {
    stream: encounterStream(about.encounter),
    act: {
      id: about.act,
      by: actorFor(desk.who, school),
      happenedAt: about.happenedAt ?? desk.house.clock.now(),
      command: observation,
    },
  };
  return keep(entry, () => report(desk, about, observation));
}
