import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Timeline from './timeline.svelte';

export const examples: readonly Example<ComponentProps<typeof Timeline>>[] = [
  {
    name: 'facts, an order and a refusal',
    props: {
      items: [
        {
          moment: '2026-11-24T14:02:00Z',
          time: '9:02 am',
          label: 'Arrival reported',
          words: 'Three agents at the front door.',
          who: 'Security Officer One (fictional)',
          kind: 'fact',
        },
        {
          moment: '2026-11-24T14:04:00Z',
          time: '9:04 am',
          label: 'Refused: only Legal Counsel decides',
          words: 'Tried to authorize entry.',
          who: 'Building Leader One (fictional)',
          kind: 'refused',
        },
        {
          moment: '2026-11-24T14:12:00Z',
          time: '9:12 am',
          label: 'Ordered: deny entry',
          who: 'Counsel One (fictional)',
          kind: 'order',
        },
        { moment: '2026-11-24T14:20:00Z', time: '9:20 am', label: 'They left' },
      ],
    },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      items: [
        {
          moment: '2026-11-24T14:02:00Z',
          time: 'Dienstag, 24. November 2026, 9 Uhr 2 vormittags, mitteleuropäisch betrachtet',
          label: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz',
          words: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
          who: 'Die stellvertretende Bezirksschornsteinfegermeisterin (erfunden)',
        },
      ],
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: {
      items: [
        {
          moment: '2026-11-24T14:02:00Z',
          time: '9:02',
          label: 'وصل ثلاثة أشخاص',
          who: 'Security Officer One (fictional)',
        },
        { moment: '2026-11-24T14:20:00Z', time: '9:20', label: 'غادروا', kind: 'order' },
      ],
    },
  },
];
