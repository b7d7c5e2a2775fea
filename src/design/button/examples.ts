import type { ComponentProps } from 'svelte';
import { drawn, type Example } from '../example.ts';
import type Button from './button.svelte';

export const examples: readonly Example<ComponentProps<typeof Button>>[] = [
  { name: 'the one act of a form', props: { children: drawn('<span>Save</span>') } },
  {
    name: 'what cannot be taken back',
    props: { kind: 'danger', name: 'act', value: 'deny', children: drawn('<span>Deny</span>') },
  },
  { name: 'good', props: { kind: 'good', children: drawn('<span>Everyone is safe</span>') } },
  { name: 'quiet', props: { kind: 'quiet', children: drawn('<span>Not now</span>') } },
  {
    name: 'a link that looks like a button',
    props: { href: '#next', isWide: true, children: drawn('<span>Read the paper</span>') },
  },
  {
    name: 'huge, for the door',
    props: { kind: 'huge', children: drawn('<span>Someone is at the door</span>') },
  },
  {
    name: 'huge, and as long as it gets',
    lang: 'de',
    props: {
      kind: 'huge',
      children: drawn(
        '<span>Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz jetzt sofort und ' +
          'ohne jede weitere Verzögerung bestätigen</span>',
      ),
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: { kind: 'huge', children: drawn('<span>شخص عند الباب</span>') },
  },
];
