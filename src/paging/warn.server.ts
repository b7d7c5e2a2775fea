import { holdersOf } from '#district/store';
import type { House } from '#ledger/perform';
import { pageWords } from '#translations/paging';
import type { Senders } from './send.server.ts';

/**
 * Tells every counsel, by text and by e-mail at once, that somebody is to become counsel.
 *
 * Says no name: who it is stands behind the sign-in. Twice is harmless.
 */
export async function warnCounsels(house: House, senders: Senders, key: string): Promise<void> {
  const at = house.clock.now();
  const wanted = { duties: ['legal-counsel'], school: null, at };
  const counsels = await house.database.inDistrict(house.district, (transaction) =>
    holdersOf(transaction, wanted),
  );
  const link = `${senders.staffUrl}/people`;
  for (const counsel of counsels) {
    const cause = 'somebody-is-to-become-counsel';
    const words = pageWords(counsel.language, { school: '', cause, isDrill: false });
    const id = `warn-${house.district}-${key}-${counsel.person}`;
    if (senders.mayReach(counsel.email, false)) {
      const letter = { subject: words.subject, text: `${words.sentence}\n\n${link}\n` };
      const messageId = `${id}@page.threshold`;
      const { email: to } = counsel;
      const { language } = words;
      await senders.email.hand({ ...letter, to, html: null, messageId, language }, 4000);
    }
    if (counsel.phone !== null && senders.mayReach(counsel.phone, false)) {
      const text = `${words.sentence} ${link}`;
      await senders.sms.hand({ to: counsel.phone, text, idempotencyKey: id }, 4000);
    }
  }
}
