/**
 * The types of entries that open something to people from outside.
 *
 * The database holds the same list (function `opens`), and refuses such an entry unless the notary
 * verified counsel's signature over it. A test holds the two lists against each other. (P2, P7)
 */
export const opening = ['AccessAuthorized', 'RecordsReleaseAuthorized'] as const;
