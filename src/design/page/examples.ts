import type { ComponentProps } from 'svelte';
import { drawn, type Example } from '../example.ts';
import type Page from './page.svelte';

const nav = [
  { href: '#today', label: 'Today', isCurrent: true },
  { href: '#protocol', label: 'Protocol', isCurrent: false },
  { href: '#people', label: 'People on call', isCurrent: false },
];

const door = `<div><h1>Someone is at the door</h1>
  <p>Counsel One (fictional) was called at <time datetime="2026-11-24T09:04">9:04</time>.</p>
  <h2>What happens now</h2>
  <ol><li>Stay with them, outside.</li><li>Counsel reads the paper.</li></ol>
  <details><summary>About papers</summary><p>An agency’s form is not a judge’s.</p></details>
  <hr><p>Read <a href="#more">what the protocol says</a>; code <code>I-200</code>.</p></div>`;

export const examples: readonly Example<ComponentProps<typeof Page>>[] = [
  {
    name: 'a trial, with aside and footer',
    props: {
      title: 'At the door · Threshold',
      lang: 'en',
      dir: 'ltr',
      banner: 'trial',
      bannerWords: 'Trial: nothing here is real yet',
      home: { href: '#home', label: 'Threshold' },
      nav,
      skipWords: 'Skip to what matters',
      aside: drawn('<div><h2>On call tonight</h2><p>Counsel Two (fictional)</p></div>'),
      footer: drawn('<p>Fictional Unified School District</p>'),
      children: drawn(door),
    },
  },
  {
    name: 'a drill at the door, without navigation',
    props: {
      title: 'Drill · Threshold',
      lang: 'en',
      dir: 'ltr',
      banner: 'drill',
      bannerWords: 'Drill. Nobody is at the door.',
      home: { href: '#home', label: 'Threshold' },
      nav: [],
      skipWords: 'Skip to what matters',
      children: drawn(door),
    },
  },
  {
    name: 'neither trial nor drill',
    props: {
      title: 'Protocol · Threshold',
      lang: 'en',
      dir: 'ltr',
      banner: null,
      bannerWords: 'Never shown',
      home: { href: '#home', label: 'Threshold' },
      nav,
      skipWords: 'Skip to what matters',
      children: drawn('<h1>The protocol</h1>'),
    },
  },
  {
    name: 'everything as long as it gets',
    props: {
      title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
      lang: 'de',
      dir: 'ltr',
      banner: 'trial',
      bannerWords:
        'Probebetriebsunterbrechungsversicherungsgesellschaft: hier ist noch nichts wirklich, ' +
        'auch nicht das, was wirklich aussieht, und auch nicht dieser Satz, der gerade endet',
      home: { href: '#home', label: 'Schwellenüberschreitungsverhinderungsanstalt' },
      nav: [
        { href: '#a', label: 'Grundstücksverkehrsgenehmigungszuständigkeit', isCurrent: true },
        { href: '#b', label: 'Bezirksschornsteinfegermeisterstellvertretung', isCurrent: false },
      ],
      skipWords: 'Unmittelbar zum tatsächlichen Hauptinhalt dieser Seite hinüberspringen',
      children: drawn(
        '<h1>Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahren</h1>',
      ),
    },
  },
  {
    name: 'from right to left',
    lang: 'ar',
    dir: 'rtl',
    props: {
      title: 'عند الباب',
      lang: 'ar',
      dir: 'rtl',
      banner: 'drill',
      bannerWords: 'تدريب: لا أحد عند الباب',
      home: { href: '#home', label: 'Threshold' },
      nav: [
        { href: '#today', label: 'اليوم', isCurrent: true },
        { href: '#people', label: 'المناوبون', isCurrent: false },
      ],
      skipWords: 'انتقل إلى المحتوى',
      aside: drawn('<div><h2>المناوبون الليلة</h2><p>المستشار الأول (شخصية خيالية)</p></div>'),
      children: drawn(
        '<div><h1>شخص عند الباب</h1><ol><li>ابق معهم في الخارج.</li><li>اتصل.</li></ol></div>',
      ),
    },
  },
];
