import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

const encoder = new TextEncoder();

/**
 * A line that stays open and says that something changed; what changed is read by loading the page.
 */
export const GET: RequestHandler = ({ locals, url }) => {
  const { who } = locals.desk;
  if (who.kind !== 'person' && who.kind !== 'device') error(401, 'Sign in first.');
  const topics = url.searchParams.getAll('topic').slice(0, 8);
  let leave = () => {};
  let beat: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      leave = locals.world.hub.join((changed) => {
        if (topics.some((topic) => changed === topic || changed.startsWith(`${topic}/`))) {
          say('event: changed\ndata: now\n\n');
        }
      });
      beat = setInterval(() => say(': still here\n\n'), 15_000);
      say('retry: 1000\n\n');
    },
    cancel() {
      leave();
      clearInterval(beat);
    },
  });
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
  });
};
