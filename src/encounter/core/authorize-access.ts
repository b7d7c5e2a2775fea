/**
 * The one way a door is opened: by counsel, on a paper that counsel found to be a court's, on a
 * ground that counsel keeps, for exactly what counsel signed. (P2, P3, P7)
 *
 * It refuses to know what a signature is made of. The notary verifies it, the database demands the
 * notary's word, and here the signed text is held against what would be authorised.
 */
import { canOpenADoor } from '#authority';
import { type Act, dutiesOf } from '#ledger';
import { accept, type Decision, refuse } from '#std/decision';
import type { Authorized, EncounterEvent, EncounterRefusal, Order, Signed } from '../words.ts';
import type { Encounter } from './encounter.ts';

type AuthorizeAccess = Extract<Order, { type: 'AuthorizeAccess' }>;

/** Authorizes limited access, or says which of the letter's conditions is not met. */
export function authorizeAccess(
  encounter: Encounter,
  act: Act<AuthorizeAccess>,
): Decision<EncounterEvent, EncounterRefusal> {
  const { authorized, ground, policy, signed } = act.command;
  // The protocol may allow many things, but who decides is not among them. (P2)
  if (!dutiesOf(act.by).includes('legal-counsel')) return refuse('only-legal-counsel-decides');

  const paper = encounter.papers.find((each) => each.paper === authorized.relyingOn);
  if (paper === undefined) return refuse('paper-is-not-on-file');
  if (paper.finding === null) return refuse('counsel-made-no-finding-on-this-paper');
  // Only counsel's finding counts. An agency's own form may print "judge" and "court" and still be
  // signed by the agency, so how a paper looks to anyone else opens nothing. (P3)
  if (!canOpenADoor(paper.finding.kind)) return refuse('what-counsel-found-opens-no-door');

  if (ground === null || !ground.switchedOn) return refuse('counsel-keeps-no-such-ground');
  if (ground.id !== authorized.ground) return refuse('counsel-keeps-no-such-ground');
  if (!ground.needsFinding.some((kind) => kind === paper.finding?.kind)) {
    return refuse('the-ground-does-not-rest-on-what-counsel-found');
  }

  const unfit = unfitScope(authorized);
  if (unfit !== null) return refuse(unfit);
  if (!saysTheSame(encounter, act.command, signed)) {
    return refuse('what-was-signed-is-not-what-is-authorized');
  }
  return accept({ type: 'AccessAuthorized', authorized, policy, signed });
}

function unfitScope({ scope, escort, ...authorized }: Authorized): EncounterRefusal | null {
  if (scope.where.trim() === '') return 'the-scope-names-no-place';
  if (scope.who.trim() === '' && scope.what.trim() === '') {
    return 'the-scope-names-nobody-and-nothing';
  }
  if (escort.trim() === '') return 'nobody-is-named-as-escort';
  return authorized.validFrom < authorized.validUntil
    ? null
    : 'the-authorization-ends-before-it-begins';
}

function saysTheSame(encounter: Encounter, order: AuthorizeAccess, signed: Signed): boolean {
  const { content } = signed;
  const papers = encounter.papers.map((paper) => paper.sha256 ?? 'no-copy');
  return (
    content.type === 'authorize-access' &&
    content.version === encounter.version + 1 &&
    content.policy === order.policy &&
    sameValue(content.papers, papers) &&
    sameValue(content.authorized, order.authorized)
  );
}

// Both sides were built by our own readers, key by key in one order, so their texts can be
// compared.
function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
