import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Duty } from '#district';
import { findLink, makeLink, useLink } from '#district/links';
import { finishSetUp, type NamedPerson } from '#district/people-acts';
import { formValue, line, read, saidLine } from '#platform/read';
import { known, type PersonId } from '#std/ids';
import { typed } from '../../../../pages.server.ts';

type Post = {
  readonly locals: App.Locals;
  readonly params: { token: string };
  readonly request: Request;
};

/** The duties without which a district cannot begin, and who is called first among counsel. */
export const posts: readonly {
  name: string;
  duty: Duty;
  rank: number;
  label: string;
  isNeeded: boolean;
}[] = [
  {
    name: 'superintendent',
    duty: 'superintendent',
    rank: 1,
    label: 'Superintendent',
    isNeeded: true,
  },
  {
    name: 'counsel',
    duty: 'legal-counsel',
    rank: 1,
    label: 'Legal Counsel, called first',
    isNeeded: true,
  },
  {
    name: 'backup',
    duty: 'legal-counsel',
    rank: 2,
    label: 'Legal Counsel, backup',
    isNeeded: true,
  },
  { name: 'it', duty: 'it', rank: 1, label: 'IT', isNeeded: true },
  {
    name: 'communications',
    duty: 'communications',
    rank: 1,
    label: 'Communications',
    isNeeded: true,
  },
];

/** Whether the link still stands for a set-up; otherwise the page says what happened to it. */
export async function mustBeOpen(locals: App.Locals, token: string) {
  const { house } = locals.world.desk;
  const link = await house.database.inDistrict(house.district, (transaction) =>
    findLink(transaction, token, house.clock.now()),
  );
  if (link?.purpose !== 'first-setup') {
    error(410, 'This link was used, or is too old. A new one is printed at the next start.');
  }
  return house;
}

const person = z.object({
  name: saidLine(120),
  email: z.string().trim().email('this is no e-mail address'),
  phone: line(20).refine(
    (text) => text === '' || /^\+1\d{10}$/.test(text),
    'write it as +12035550100',
  ),
});

/** What the set-up can do, once. */
export const actions = {
  default: async ({ locals, params, request }: Post) => {
    const house = await mustBeOpen(locals, params.token);
    const form = await request.formData();
    const shape = z.object(Object.fromEntries(posts.map(({ name }) => [name, person])));
    const reading = read(shape, formValue(form));
    if (reading.kind === 'unreadable') {
      return fail(400, { problems: reading.problems, kept: typed(form), links: [] });
    }
    const ids = new Map<string, PersonId>();
    const named = posts.map(({ name, duty, rank }): NamedPerson => {
      const { email, phone, ...rest } = reading.value[name] as z.infer<typeof person>;
      const id = ids.get(email.toLowerCase()) ?? known<PersonId>(randomUUID());
      ids.set(email.toLowerCase(), id);
      return {
        ...rest,
        email,
        phone: phone === '' ? null : phone,
        person: id,
        language: 'en',
        duty,
        rank,
        school: null,
      };
    });
    const used = await house.database.inDistrict(house.district, (transaction) =>
      useLink(transaction, params.token, house.clock.now()),
    );
    if (!used) error(410, 'This link was used.');
    await finishSetUp(house, named);
    const links = await house.database.inDistrict(house.district, async (transaction) => {
      const made: { name: string; link: string }[] = [];
      for (const each of new Map(named.map((one) => [one.person, one])).values()) {
        const link = {
          purpose: 'new-person',
          person: each.person,
          school: null,
          label: null,
        } as const;
        made.push({ name: each.name, link: await makeLink(transaction, house, link) });
      }
      return made;
    });
    return { problems: [], kept: {}, links };
  },
};
