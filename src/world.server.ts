import type { Desk } from '#district/desk';
import type { DistrictPack } from '#district';
import type { Database } from '#platform/database';
import type { Log } from '#platform/log';
import type { Settings } from '#platform/settings';
import type { WorstDay } from '#paging/worst-day';
import type { Recent } from './recent.server.ts';

/** Something changed in a district: the stream's name, and nothing of what it says. */
export type Heard = (stream: string) => void;

/** Open pages wait here to be told that something changed. */
export type Hub = { readonly join: (heard: Heard) => () => void };

/** All that a web process has, handed to every request by hand. */
export type WebWorld = {
  readonly settings: Settings;
  readonly pack: DistrictPack;
  readonly desk: Omit<Desk, 'who'>;
  readonly keeper: Database;
  readonly publicDatabase: Database;
  readonly hub: Hub;
  readonly log: Log;
  readonly worstDay: WorstDay;
  readonly recent: Recent;
  readonly carrierUrl: string | null;
  readonly pushPublicKey: string;
};
