import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Table from './table.svelte';

export const examples: readonly Example<ComponentProps<typeof Table>>[] = [
  {
    name: 'schools and answer times',
    props: {
      caption: 'Answer times this term',
      columns: [
        { key: 'school', label: 'School' },
        { key: 'counsel', label: 'Counsel' },
        { key: 'calls', label: 'Calls', isNumeric: true },
        { key: 'seconds', label: 'Seconds to an answer', isNumeric: true },
      ],
      rows: [
        {
          school: 'Fictional Elementary',
          counsel: 'Counsel One (fictional)',
          calls: '4',
          seconds: '48',
          href: '#one',
        },
        {
          school: 'Fictional High',
          counsel: 'Counsel Two (fictional)',
          calls: '11',
          seconds: '1,102',
          href: '#two',
        },
      ],
      hrefKey: 'href',
    },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      caption: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, tabellarisch',
      columns: [
        { key: 'what', label: 'Grundstücksverkehrsgenehmigungszuständigkeit' },
        { key: 'count', label: 'Anzahl', isNumeric: true },
      ],
      rows: [
        {
          what: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
          count: '1.000.000',
        },
      ],
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: {
      caption: 'المدارس',
      columns: [
        { key: 'school', label: 'المدرسة' },
        { key: 'calls', label: 'المكالمات', isNumeric: true },
      ],
      rows: [{ school: 'مدرسة خيالية', calls: '12' }],
    },
  },
];
