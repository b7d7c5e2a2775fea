/** Closes a switch over a union: a member nobody handled does not compile. */
export function unreachable(value: never): never {
  throw new Error(`no case was written for ${typeof value}`);
}
