import type { House } from '#ledger/perform';
import { readCalling } from './acts.server.ts';
import { type AttemptRow, findChain } from './store.server.ts';

/** What somebody who holds a page's link may read: where it stands, and what they said to it. */
export type AnswerPage = {
  readonly encounter: string;
  readonly school: string;
  readonly isDrill: boolean;
  readonly mine: 'has-it' | 'cannot' | 'call-back' | 'nothing';
  readonly standing: 'calling' | 'another-has-it' | 'nobody-is-called';
};

/** Reads it. Changes nothing. */
export async function readAnswerPage(house: House, attempt: AttemptRow): Promise<AnswerPage> {
  const { encounter, person, track } = attempt;
  const { chains, said } = await readCalling({ house }, encounter);
  const chain = await house.database.inDistrict(house.district, (transaction) =>
    findChain(transaction, attempt),
  );
  const hasIt = chains.some((each) => each.stage === 'answered' && each.answered_by === person);
  const own = said.find((each) => each.person === person && each.track === track)?.said;
  const stage = chains.find((each) => each.track === track)?.stage ?? 'ended';
  const isOpen = stage.startsWith('calling');
  return {
    encounter,
    school: chain?.school ?? '',
    isDrill: chain?.is_drill ?? false,
    mine: hasIt ? 'has-it' : own === 'cannot' || own === 'call-back' ? own : 'nothing',
    standing: isOpen ? 'calling' : stage === 'answered' ? 'another-has-it' : 'nobody-is-called',
  };
}
