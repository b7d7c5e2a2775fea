import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Say from './say.svelte';

export const examples: readonly Example<ComponentProps<typeof Say>>[] = [
  {
    name: 'say this and do that',
    props: {
      say: 'Please wait outside while I call our Legal Counsel.',
      act: 'Photograph the paper if they show you one.',
      sayLabel: 'Say',
      doLabel: 'Do',
    },
  },
  {
    name: 'only something to say',
    props: { say: 'Counsel has your paper.', act: null, sayLabel: 'Say', doLabel: 'Do' },
  },
  {
    name: 'only something to do',
    props: { say: null, act: 'Step aside. Do not touch anybody.', sayLabel: 'Say', doLabel: 'Do' },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      say:
        'Das Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz erlaubt mir nicht, ' +
        'Sie hereinzulassen, und ich werde Ihnen trotzdem nicht im Weg stehen.',
      act: 'Bezirksschornsteinfegermeisterstellvertretung verständigen.',
      lang: 'de',
      sayLabel: 'Bitte sagen Sie nun unverändert folgenden Satz',
      doLabel: 'Bitte tun Sie nun unverändert folgendes',
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: {
      say: 'من فضلكم انتظروا في الخارج حتى أتصل بالمستشار.',
      act: 'ابق معهم.',
      lang: 'ar',
      sayLabel: 'قل',
      doLabel: 'افعل',
    },
  },
];
