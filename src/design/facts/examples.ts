import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Facts from './facts.svelte';

export const examples: readonly Example<ComponentProps<typeof Facts>>[] = [
  {
    name: 'what is known and what is not',
    props: {
      facts: [
        { term: 'Agency', words: 'Says: a federal agency. Not confirmed.' },
        { term: 'Agents', words: '3' },
        { term: 'Paper', words: 'No paper was shown', isAbsent: true },
        { term: 'What they said', words: 'That they would wait.\nThat it was routine.' },
      ],
    },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      facts: [
        {
          term: 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung',
          words: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz',
        },
        { term: 'Prüfsumme', words: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15' },
      ],
    },
  },
  {
    name: 'from right to left, with words from left to right',
    lang: 'ar',
    dir: 'rtl',
    props: {
      facts: [
        { term: 'الجهة', words: 'Agency (fictional), 12 Main Street.' },
        { term: 'الورقة', words: 'لم تُعرض أي ورقة', isAbsent: true },
      ],
    },
  },
];
