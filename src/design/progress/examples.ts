import type { ComponentProps } from 'svelte';
import type { Example } from '../example.ts';
import type Progress from './progress.svelte';

export const examples: readonly Example<ComponentProps<typeof Progress>>[] = [
  {
    name: 'some way along',
    props: { label: 'Families reached', value: 41, most: 60, words: '41 of 60 at 9:20 am' },
  },
  {
    name: 'nobody yet',
    props: { label: 'Staff trained', value: 0, most: 12, words: '0 of 12' },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      label: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsfortschritt',
      value: 999,
      most: 1000,
      words: 'Neunhundertneunundneunzig von eintausend, und der letzte ist unterwegs, sagt er',
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: { label: 'تم الوصول إلى', value: 1, most: 4, words: '1 من 4' },
  },
];
