import type { ComponentProps } from 'svelte';
import { drawn, type Example } from '../example.ts';
import type Tag from './tag.svelte';

export const examples: readonly Example<ComponentProps<typeof Tag>>[] = [
  { name: 'plain', props: { kind: 'plain', children: drawn('<span>Closed</span>') } },
  { name: 'waiting', props: { kind: 'waiting', children: drawn('<span>With counsel</span>') } },
  { name: 'danger', props: { kind: 'danger', children: drawn('<span>Overdue</span>') } },
  { name: 'good', props: { kind: 'good', children: drawn('<span>Answered</span>') } },
  { name: 'drill', props: { kind: 'drill', children: drawn('<span>Drill</span>') } },
  {
    name: 'as long as it gets',
    lang: 'de',
    props: {
      kind: 'waiting',
      children: drawn(
        '<span>Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz anhängig</span>',
      ),
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: { kind: 'good', children: drawn('<span>تم الرد</span>') },
  },
];
