import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Choices from './choices.svelte';

export const examples: readonly Example<ComponentProps<typeof Choices>>[] = [
  {
    name: 'nothing chosen yet',
    props: {
      legend: 'What did they show?',
      name: 'shown',
      hint: 'You do not have to judge it.',
      options: [
        { value: 'paper', label: 'A paper' },
        { value: 'badge', label: 'Only a badge', hint: 'A badge says who, never what for.' },
        { value: 'nothing', label: 'Nothing' },
      ],
    },
  },
  {
    name: 'several ticked',
    props: {
      legend: 'What do you see?',
      name: 'seen',
      kind: 'checkbox',
      value: ['vehicles', 'jackets'],
      options: [
        { value: 'vehicles', label: 'Vehicles' },
        { value: 'jackets', label: 'Jackets with letters' },
        { value: 'weapons', label: 'Weapons in hand' },
      ],
    },
  },
  {
    name: 'with a problem',
    props: {
      legend: 'Are they still here?',
      name: 'here',
      value: 'yes',
      problem: 'Choose one answer',
      options: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No, they left' },
      ],
    },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      legend: 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung?',
      name: 'lange',
      options: [
        {
          value: 'ja',
          label:
            'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, selbstverständlich ' +
            'einschließlich aller Durchführungsbestimmungen',
          hint: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
        },
      ],
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: {
      legend: 'ماذا أظهروا؟',
      name: 'arabic-shown',
      options: [
        { value: 'paper', label: 'ورقة', hint: 'لا يلزمك الحكم عليها' },
        { value: 'nothing', label: 'لا شيء' },
      ],
    },
  },
];
