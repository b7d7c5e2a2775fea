import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Field from './field.svelte';

export const examples: readonly Example<ComponentProps<typeof Field>>[] = [
  {
    name: 'a name with a hint',
    props: { label: 'Name on the badge', name: 'badge', hint: 'As it is written there.' },
  },
  {
    name: 'with a problem',
    props: {
      label: 'Email',
      name: 'email',
      kind: 'email',
      value: 'counsel.one@',
      hint: 'Your work address.',
      problem: 'Write an email address with something after the @',
      isRequired: true,
      autocomplete: 'email',
    },
  },
  {
    name: 'several lines',
    props: {
      label: 'What they said (optional)',
      name: 'said',
      kind: 'area',
      rows: 3,
      value: 'That they would wait.',
    },
  },
  {
    name: 'one of several',
    props: {
      label: 'School',
      name: 'school',
      kind: 'select',
      value: 'b',
      options: [
        { value: '', label: 'Choose a school' },
        { value: 'a', label: 'Fictional Elementary' },
        { value: 'b', label: 'Fictional High' },
      ],
    },
  },
  {
    name: 'a password',
    props: {
      label: 'Password',
      name: 'password',
      kind: 'password',
      value: 'never-written-back',
      autocomplete: 'current-password',
    },
  },
  { name: 'a telephone', props: { label: 'Telephone', name: 'telephone', kind: 'tel' } },
  { name: 'a moment', props: { label: 'When', name: 'when', kind: 'datetime-local' } },
  {
    name: 'a number',
    props: { label: 'How many agents', name: 'agents', kind: 'number', inputmode: 'numeric' },
  },
  { name: 'a search', props: { label: 'Find a school', name: 'find', kind: 'search' } },
  {
    name: 'a photograph of the paper',
    props: {
      label: 'Photograph of the paper',
      name: 'photograph',
      kind: 'file',
      accept: 'image/*',
      capture: 'environment',
    },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      label:
        'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz in der Fassung der ' +
        'Bekanntmachung, und zwar mit sämtlichen Nebenbestimmungen',
      name: 'long',
      hint: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
      problem: 'Kraftfahrzeughaftpflichtversicherungsgesellschaftsangestellte fehlen vollständig',
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: {
      label: 'الاسم',
      name: 'arabic-name',
      hint: 'كما هو مكتوب على الشارة',
      problem: 'اكتب الاسم',
    },
  },
];
