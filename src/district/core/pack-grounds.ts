/**
 * Reads the grounds for access and the questions left to counsel.
 *
 * Refuses whatever would let an administrative paper open anything, or anybody but Legal Counsel
 * decide. It does not know whether a paper is real; only counsel finds on that. (P2, P3, P7)
 */
import {
  type AccessFinding,
  accessFindings,
  type Ground,
  type OpenQuestion,
  openQuestionIds,
  questionBehindFinding,
} from '#authority';
import {
  checked,
  complete,
  distinctListOf,
  nullable,
  type Reader,
  record,
  required,
} from './pack-fields.ts';
import { letsAnybodyElseDecide } from './pack-refusals.ts';
import { flag, oneOf, prose, slug } from './pack-values.ts';

/** Findings that counsel may record and on which no ground may ever stand. */
const closedFindings: readonly string[] = [
  'administrative-warrant',
  'administrative-subpoena',
  // It asks for records or for a person in court; no subpoena opens a door.
  'subpoena',
  'application',
  'notice-or-letter',
  'consent',
  'unreadable',
  'other',
];

const accessFinding = oneOf<AccessFinding>(accessFindings);

const neededFinding: Reader<AccessFinding> = required(accessFinding.fallback, (tree, note) => {
  const value = tree.kind === 'scalar' ? String(tree.value) : '';
  if (!closedFindings.includes(value)) return accessFinding.read(tree, note);
  note(tree.line, `"${value}" never opens anything and may support no ground (P3)`);
  return accessFinding.fallback;
});

const closedGround = /administrative|consent|agreed|detainer/;

const openGround = checked(slug, (id, note) => {
  if (closedGround.test(id)) note(`"${id}" is no ground for access (P1, P3)`);
});

function noteUnanswered(
  ground: Ground,
  questions: readonly OpenQuestion[],
  note: (problem: string) => void,
): void {
  for (const finding of ground.needsFinding) {
    const id = questionBehindFinding[finding];
    const asked = questions.find((one) => one.id === id);
    if (ground.switchedOn && asked !== undefined && asked.interpretation === null) {
      note(`switched on before counsel has answered "${asked.id}" in writing`);
    }
  }
}

/** Reads the closed list of grounds, against counsel's answers to the open questions. */
export function groundsGiven(questions: readonly OpenQuestion[]): Reader<readonly Ground[]> {
  const ground = checked<Ground>(
    record((take) => ({
      id: take('id', openGround),
      description: take('description', prose),
      needsFinding: take(
        'needsFinding',
        distinctListOf(neededFinding, (one) => one),
      ),
      note: take('note', nullable(prose)),
      switchedOn: take('switchedOn', flag),
    })),
    (read, note) => noteUnanswered(read, questions, note),
  );
  return distinctListOf(ground, (one) => one.id);
}

const interpretation = checked(prose, (text, note) => {
  if (letsAnybodyElseDecide(text)) note('would let somebody other than Legal Counsel decide (P2)');
});

const setBy: Reader<'legal-counsel'> = required('legal-counsel', (tree, note) => {
  const isCounsel = tree.kind === 'scalar' && tree.value === 'legal-counsel';
  if (!isCounsel) note(tree.line, 'only Legal Counsel sets an interpretation (P2, P7)');
  return 'legal-counsel';
});

const openQuestion: Reader<OpenQuestion> = checked(
  record((take) => ({
    id: take('id', oneOf(openQuestionIds)),
    question: take('question', prose),
    interpretation: take('interpretation', nullable(interpretation)),
    setBy: take('setBy', nullable(setBy)),
  })),
  (read, note) => {
    if ((read.interpretation === null) === (read.setBy === null)) return;
    note('"interpretation" and "setBy" are both null or both set');
  },
);

/** Reads the open questions. Each of the sixteen must be there, answered or not. */
export const openQuestions: Reader<readonly OpenQuestion[]> = complete(
  distinctListOf(openQuestion, (one) => one.id),
  openQuestionIds,
  (one) => one.id,
);
