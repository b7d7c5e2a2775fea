/** Which duties somebody may be called for, by the district's policy, and where they belong. */
import type { Chain } from '#authority';
import { isSchoolDuty } from '#district';

/** A duty, and the school whose people have it; '' is the whole district. */
export type RotaPlace = { readonly duty: string; readonly school: string };

/** Every duty that a chain calls, each once. */
export function dutiesCalled(chain: Chain): readonly string[] {
  const steps = [...chain.leader, ...chain.counsel];
  return [...new Set(steps.flatMap(({ duties }) => duties))];
}

/** Every place that a chain calls people of: the district's once, and each school's own. */
export function placesCalled(chain: Chain, schools: readonly string[]): readonly RotaPlace[] {
  const called = dutiesCalled(chain);
  const own = called.filter(isSchoolDuty);
  return [
    ...called.filter((duty) => !isSchoolDuty(duty)).map((duty) => ({ duty, school: '' })),
    ...schools.flatMap((school) => own.map((duty) => ({ duty, school }))),
  ];
}
