import type { Component } from 'svelte';
import Button from './button/button.svelte';
import { examples as buttons } from './button/examples.ts';
import Callout from './callout/callout.svelte';
import { examples as callouts } from './callout/examples.ts';
import Choices from './choices/choices.svelte';
import { examples as choices } from './choices/examples.ts';
import type { Example } from './example.ts';
import { examples as facts } from './facts/examples.ts';
import Facts from './facts/facts.svelte';
import { examples as fields } from './field/examples.ts';
import Field from './field/field.svelte';
import { examples as pages } from './page/examples.ts';
import Page from './page/page.svelte';
import { examples as problems } from './problems/examples.ts';
import Problems from './problems/problems.svelte';
import { examples as progresses } from './progress/examples.ts';
import Progress from './progress/progress.svelte';
import { examples as sayings } from './say/examples.ts';
import Say from './say/say.svelte';
import { examples as tables } from './table/examples.ts';
import Table from './table/table.svelte';
import { examples as tags } from './tag/examples.ts';
import Tag from './tag/tag.svelte';
import { examples as timelines } from './timeline/examples.ts';
import Timeline from './timeline/timeline.svelte';

type Props = Record<string, unknown>;

/** One room of the gallery: a component and every way of showing it. */
export type Room = {
  readonly name: string;
  readonly component: Component<Props>;
  readonly examples: readonly Example<Props>[];
};

/**
 * Component and examples are matched here, where both are known; afterwards the gallery holds them
 * side by side and no longer knows their props, which is why this is the one place with a cast.
 */
function room<Own extends Props>(
  name: string,
  component: Component<Own>,
  examples: readonly Example<Own>[],
): Room {
  return { name, component: component as unknown as Component<Props>, examples };
}

/**
 * Every component with its examples, for the gallery page, the screenshots and the axe run.
 *
 * `page` draws a whole body, so it is shown alone; never inside another page.
 */
export const gallery: readonly Room[] = [
  room('page', Page, pages),
  room('button', Button, buttons),
  room('field', Field, fields),
  room('choices', Choices, choices),
  room('callout', Callout, callouts),
  room('facts', Facts, facts),
  room('timeline', Timeline, timelines),
  room('problems', Problems, problems),
  room('say', Say, sayings),
  room('table', Table, tables),
  room('tag', Tag, tags),
  room('progress', Progress, progresses),
];
