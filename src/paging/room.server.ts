import type { Room } from '#ledger/perform';
import { pagingLaw } from './core/decide.ts';
import { rememberPaging } from './store.server.ts';
import type { Paging, PagingCommand, PagingEvent, PagingRefusal } from './words.ts';

/** The law of calling and its memory, for `perform`. */
export const pagingRoom: Room<Paging, PagingCommand, PagingEvent, PagingRefusal> = {
  law: pagingLaw,
  remember: rememberPaging,
};
