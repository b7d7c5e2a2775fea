import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Problems from './problems.svelte';

export const examples: readonly Example<ComponentProps<typeof Problems>>[] = [
  {
    name: 'two problems',
    props: {
      title: 'Two answers need another look',
      problems: [
        { field: 'email', problem: 'Write an email address with something after the @' },
        { field: 'here', problem: 'Choose whether they are still here' },
      ],
    },
  },
  { name: 'none, so nothing at all', props: { title: 'Never shown', problems: [] } },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      title: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzliche Unstimmigkeit',
      problems: [
        {
          field: 'long',
          problem: 'Kraftfahrzeughaftpflichtversicherungsgesellschaftsangestellte fehlen ganz',
        },
      ],
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: { title: 'هناك مشكلة', problems: [{ field: 'arabic-name', problem: 'اكتب الاسم' }] },
  },
];
