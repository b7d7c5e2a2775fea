import type { DutiesRefusal } from '#district';
import type { EncounterRefusal } from '#encounter';
import type { DestructionRefusal, HouseRefusal } from '#ledger';
import type { NoticeRefusal } from '#notice';
import type { PaperRefusal } from '#paper';
import type { ContactRefusal } from '#paging';
import type { RotaRefusal } from '#rota';
import type { RosterRefusal } from '#roster';

type Refusal =
  | EncounterRefusal
  | NoticeRefusal
  | DutiesRefusal
  | PaperRefusal
  | RosterRefusal
  | RotaRefusal
  | ContactRefusal
  | HouseRefusal
  | DestructionRefusal;

/** Every refusal as a sentence for a tired person. A refusal without words does not compile. */
export const refusals = {
  'nobody-reported-this-encounter': 'Nobody has reported this encounter yet.',
  'the-encounter-is-closed': 'The encounter is closed. Reopen it first.',
  'the-encounter-is-not-closed': 'The encounter is still open.',
  'only-legal-counsel-finds': 'Only Legal Counsel says what a paper is. Your attempt was noted.',
  'only-legal-counsel-decides': 'Only Legal Counsel decides on access. Your attempt was noted.',
  'whoever-stepped-aside-decides-nothing-here':
    'You stepped aside in this encounter. Another counsel decides.',
  'paper-is-not-on-file': 'This paper is not on file for this encounter.',
  'counsel-made-no-finding-on-this-paper': 'Counsel has made no finding on this paper yet.',
  'what-counsel-found-opens-no-door': 'What counsel found this paper to be opens no door.',
  'counsel-keeps-no-such-ground': 'This is not a ground that counsel keeps for access.',
  'the-ground-does-not-rest-on-what-counsel-found':
    'This ground does not rest on what counsel found the paper to be.',
  'the-scope-names-no-place': 'The authorization must say where.',
  'the-scope-names-nobody-and-nothing': 'The authorization must say who or what.',
  'nobody-is-named-as-escort': 'The authorization must say who escorts.',
  'the-authorization-ends-before-it-begins': 'The end must be later than the beginning.',
  'what-was-signed-is-not-what-is-authorized':
    'What was signed is not what would be authorized. Look again and sign again.',
  'nothing-is-authorized': 'Nothing is authorized at this moment.',
  'agents-have-not-left': 'The agents have not been reported as gone.',
  'only-the-school-or-counsel-closes':
    'The building leader, the designated administrator or counsel closes an encounter.',
  'nobody-drafted-this-notice': 'There is no text for this notice yet.',
  'only-legal-counsel-clears': 'Only Legal Counsel clears a notice.',
  'the-text-says-more-than-is-known': 'The text says more than is known. It cannot be cleared.',
  'the-text-changed-meanwhile': 'The text changed meanwhile. Read it again.',
  'counsel-did-not-clear-this-text': 'Counsel has not cleared this text.',
  'somebody-else-releases-what-counsel-cleared': 'Somebody else releases what you have cleared.',
  'only-communications-or-the-superintendent-releases':
    'Communications or the superintendent releases a notice.',
  'agents-have-not-left-and-counsel-gave-no-reason':
    'Agents are still at the school, and counsel gave no reason for telling families now.',
  'the-kill-switch-is-thrown': 'Messages to families are stopped by the kill switch.',
  'the-notice-is-released-already': 'This notice was released already. It can only be corrected.',
  'the-notice-was-withdrawn': 'This notice was withdrawn.',
  'no-language-has-a-text-that-may-be-used': 'No language has a text that may be used.',
  'a-line-of-the-rota-names-nobody': 'Each line of the rota names at least one person.',
  'somebody-named-does-not-hold-this-duty':
    'Somebody named there does not hold this duty here. A rota gives nobody a duty.',
  'nobody-is-named-to-be-out-or-in': 'Name who is out, who is in, or both.',
  'it-ends-before-it-begins': 'The end must be later than the beginning.',
  'it-lasts-longer-than-a-year': 'No change to a rota lasts longer than a year.',
  'there-are-too-many-changes-at-once':
    'There are too many changes to this rota at once. Change its lines instead.',
  'there-is-no-such-change-to-the-rota': 'There is no such change to this rota any more.',
  'nobody-asked-for-this-cover': 'Nobody asks for this cover any more.',
  'nobody-covers-for-themselves': 'Somebody else covers for you.',
  'only-who-asked-takes-it-back': 'Only the person who asked takes it back.',
  'nobody-is-called-for-this-yet': 'Nobody is being called for this yet. Try again in a moment.',
  'there-is-no-such-way-to-reach-you': 'We know no such way to reach you.',
  'too-many-tests-in-an-hour': 'You had six tests within an hour. Try again later.',
  'the-district-is-set-up-already': 'This district is set up already.',
  'the-first-set-up-names-counsel-and-a-superintendent':
    'Name at least one counsel and the superintendent.',
  'nobody-grants-themselves-a-duty': 'Nobody grants a duty to themselves.',
  'counsel-is-granted-by-a-counsel-and-the-superintendent':
    'Counsel’s duty is granted with the signatures of a counsel and of the superintendent.',
  'only-the-superintendent-or-it-grants-duties': 'The superintendent or IT grants duties.',
  'no-such-grant-is-asked-for': 'No such grant was asked for.',
  'this-grant-is-signed-by-you-already': 'This grant has this signature already.',
  'the-signer-does-not-hold-that-duty': 'The signer does not hold the duty that must sign.',
  'no-such-duty-is-held': 'Nobody holds this duty under this grant.',
  'the-district-keeps-at-least-one-counsel': 'A district keeps at least one counsel.',
  'the-file-is-empty': 'The file is empty. Nothing was lost: take the photo again.',
  'the-file-is-larger-than-25-megabytes':
    'The file is larger than 25 megabytes. The paper is reported without it.',
  'the-file-is-neither-a-photo-nor-a-pdf':
    'The file is neither a photo nor a PDF. The paper is reported without it.',
  'the-file-changed-on-its-way':
    'The file changed on its way here. The paper is reported; send the file again.',
  'this-import-is-not-waiting': 'This import is not waiting to be accepted.',
  'the-file-was-refused-whole': 'The whole file was refused.',
  'somebody-else-accepts-what-was-handed-in': 'Somebody else accepts what you handed in.',
  'this-duty-may-not-do-that': 'Your duty may not do this here.',
  'the-act-id-belongs-to-another-act': 'This form was used already. Open the page again.',
  'the-record-changed-meanwhile': 'Something changed meanwhile. Look again, then decide.',
  'the-signature-was-not-verified': 'The signature was not verified. Nothing was authorized.',
  'the-record-was-destroyed-by-law': 'This record was destroyed by law.',
  'a-legal-hold-keeps-it': 'A legal hold keeps it. Only counsel lifts a hold.',
  'the-ledger-keeps-its-own-record': 'The ledger keeps its own record.',
  'there-is-no-such-stream': 'There is no such record.',
  'the-signer-must-be-present-again': 'Prove again that it is you.',
} as const satisfies Record<Refusal, string>;

/** A refusal in words; a refusal from another version of the program is shown as it is. */
export function refusalWords(refusal: string): string {
  return (refusals as Readonly<Record<string, string>>)[refusal] ?? refusal.replaceAll('-', ' ');
}
