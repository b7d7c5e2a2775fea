import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { isDuty } from '#district';
import { signCounselGrant } from '#district/counsel-grant';
import {
  addPerson,
  enrolDevice,
  grantDuty,
  requestCounselGrant,
  withdrawDuty,
} from '#district/people-acts';
import { isSteppedUp } from '#district/sessions';
import { formValue, line, read, saidLine } from '#platform/read';
import { readAssertion } from '#platform/webauthn';
import { known, type PersonId } from '#std/ids';
import { refusalWords } from '#translations/refusals.en';
import { mustBePerson, typed } from '../../../pages.server.ts';
import { readSigning } from './signing.server.ts';

type Post = { readonly locals: App.Locals; readonly request: Request };

// Who grants proves just now who they are. (step-up for acts that open, release or grant)
function mustBePresent(locals: App.Locals) {
  const known = mustBePerson(locals, '/people');
  if (!isSteppedUp(known.who, known.desk.house.clock.now())) redirect(303, '/step-up?to=/people');
  return known;
}

// A new counsel is called after everybody who was counsel before.
const LAST_CALLED = 9;

const newPerson = z.object({
  name: saidLine(120),
  email: z.string().trim().email('this is no e-mail address'),
  phone: line(20).refine(
    (text) => text === '' || /^\+1\d{10}$/.test(text),
    'write it as +12035550100',
  ),
});

const nothing = {
  problems: [] as readonly { field: string; problem: string }[],
  refusal: '',
  link: '',
  kept: {} as Record<string, string>,
};

/** What the page of people can do. */
export const actions = {
  add: async ({ locals, request }: Post) => {
    const { desk } = mustBePresent(locals);
    const form = await request.formData();
    const reading = read(newPerson, formValue(form));
    if (reading.kind === 'unreadable')
      return fail(400, { ...nothing, problems: reading.problems, kept: typed(form) });
    const { phone, ...rest } = reading.value;
    const added = await addPerson(desk, {
      ...rest,
      phone: phone === '' ? null : phone,
      language: 'en',
    });
    return added.kind === 'added'
      ? { ...nothing, link: `/join/${added.link}` }
      : fail(403, { ...nothing, refusal: refusalWords(added.refusal) });
  },
  grant: async ({ locals, request }: Post) => {
    const { desk } = mustBePresent(locals);
    const form = await request.formData();
    const duty = String(form.get('duty') ?? '');
    const school = String(form.get('school') ?? '');
    if (!isDuty(duty)) return fail(400, { ...nothing, refusal: 'This is no duty.' });
    const outcome = await grantDuty(desk, {
      person: known<PersonId>(String(form.get('person') ?? '')),
      duty,
      school: school === '' ? null : school,
      rank: Math.max(1, Number(form.get('rank') ?? 1) || 1),
    });
    return outcome.kind === 'accepted'
      ? nothing
      : fail(409, { ...nothing, refusal: refusalWords(outcome.refusal) });
  },
  withdraw: async ({ locals, request }: Post) => {
    const { desk } = mustBePresent(locals);
    const outcome = await withdrawDuty(desk, String((await request.formData()).get('grant') ?? ''));
    return outcome.kind === 'accepted'
      ? nothing
      : fail(409, { ...nothing, refusal: refusalWords(outcome.refusal) });
  },
  enrol: async ({ locals, request }: Post) => {
    const { desk } = mustBePerson(locals, '/people');
    const form = await request.formData();
    const school = String(form.get('school') ?? '');
    const enrolled = await enrolDevice(desk, {
      school,
      label: String(form.get('label') ?? '').slice(0, 80),
    });
    return enrolled.kind === 'enrolled'
      ? { ...nothing, link: `/device/${enrolled.link}` }
      : fail(403, { ...nothing, refusal: refusalWords(enrolled.refusal) });
  },
  propose: async ({ locals, request }: Post) => {
    const { desk } = mustBePresent(locals);
    const person = known<PersonId>(String((await request.formData()).get('person') ?? ''));
    const outcome = await requestCounselGrant(desk, { person, rank: LAST_CALLED });
    return outcome.kind === 'accepted'
      ? nothing
      : fail(409, { ...nothing, refusal: refusalWords(outcome.refusal) });
  },
  sign: async ({ locals, request }: Post) => {
    const { desk } = mustBePerson(locals, '/people');
    const form = await request.formData();
    const asked = readSigning(form);
    const assertion = readAssertion(form.get('assertion'));
    if (asked === null || assertion === null) {
      return fail(400, { ...nothing, refusal: refusalWords('the-signature-was-not-verified') });
    }
    const outcome = await signCounselGrant(desk, asked, assertion);
    return outcome.kind === 'accepted'
      ? nothing
      : fail(409, { ...nothing, refusal: refusalWords(outcome.refusal) });
  },
};
