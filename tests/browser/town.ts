import { startTown } from '../../tools/town.ts';

/**
 * One town for the whole browser run: the program as anybody would start it, with the cast in it.
 */
export default async function setUp() {
  const town = await startTown();
  process.env.TOWN = JSON.stringify({
    publicUrl: town.publicUrl,
    staffUrl: town.staffUrl,
    planUrl: town.staffUrl.replace(/\d+$/, (port) => String(Number(port) + 1)),
    people: town.people,
  });
  return () => town.stop();
}
