import type { ComponentProps } from 'svelte';
import { drawn, type Example } from '../example.ts';
import type Callout from './callout.svelte';

export const examples: readonly Example<ComponentProps<typeof Callout>>[] = [
  {
    name: 'plain, without a title',
    props: { kind: 'plain', children: drawn('<p>Nothing leaves this phone while you type.</p>') },
  },
  {
    name: 'waiting, told when it changes',
    props: {
      kind: 'waiting',
      title: 'Waiting for counsel',
      live: 'polite',
      children: drawn('<p>The second person has been called. <a href="#who">Who is that?</a></p>'),
    },
  },
  {
    name: 'warning',
    props: {
      kind: 'warning',
      title: 'This looks like a student’s name',
      children: drawn('<p>Leave it out if the record can do without.</p>'),
    },
  },
  {
    name: 'danger, told at once',
    props: {
      kind: 'danger',
      title: 'Danger: call 911',
      live: 'assertive',
      children: drawn('<p>Help that was called comes in.</p>'),
    },
  },
  {
    name: 'good',
    props: { kind: 'good', title: 'They have left', children: drawn('<p>Counsel knows.</p>') },
  },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      kind: 'warning',
      title: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz',
      children: drawn(
        '<p>Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, ' +
          'wie schon die Großmutter sagte, wenn ihr sonst nichts mehr einfiel.</p>',
      ),
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: {
      kind: 'waiting',
      title: 'في انتظار المستشار',
      children: drawn('<p>تم الاتصال بالشخص الثاني.</p>'),
    },
  },
];
