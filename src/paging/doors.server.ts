import { z } from 'zod';
import type { Desk } from '#district/desk';
import { type DoorAnswer, door, type Knock } from '#platform/door';
import { testMyMethod } from './contact.server.ts';

type Here = Knock<unknown, Desk>;

/** What somebody may do about the ways to reach themselves. */
export const contactDoors = {
  test: door({
    summary: 'Sends a test by one of your channels, to be confirmed.',
    kind: 'order',
    reader: z.object({ channel: z.enum(['voice', 'sms', 'email', 'push']) }),
    perform: async (here: Here, { channel }): Promise<DoorAnswer> => {
      const sent = await testMyMethod(here.desk, channel);
      return sent === 'sent' ? { kind: 'done', body: {} } : { kind: 'refused', refusal: sent };
    },
  }),
};
