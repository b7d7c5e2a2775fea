import type { House } from '#ledger/perform';
import type { DistrictPack } from './words.ts';

/** Takes a district in: its pack as it stands now, and an empty ledger if it has none. */
export async function openDistrict(
  house: Pick<House, 'database' | 'district' | 'clock'>,
  pack: DistrictPack,
): Promise<void> {
  const { district } = house;
  await house.database.inDistrict(district, async (transaction) => {
    await transaction.query(
      `insert into district (district, pack, policy, stored_at) values ($1, $2, $3, $4)
       on conflict (district) do update set pack = $2, policy = $3, stored_at = $4`,
      [district, JSON.stringify(pack), pack.policy.version, house.clock.now()],
    );
    await transaction.query(
      'insert into ledger_head (district) values ($1) on conflict do nothing',
      [district],
    );
  });
}
