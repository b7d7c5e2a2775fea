/**
 * Who may import whom. Longer lines are a smell; a cycle is a mistake in the words.
 * `platform` is for `.server` files only, `design` for screens only.
 */
export const modules = {
  std: [],
  platform: ['std'],
  design: ['std'],
  ledger: ['std'],
  authority: ['std'],
  district: ['std', 'authority', 'ledger'],
  paper: ['std', 'authority', 'district', 'ledger'],
  encounter: ['std', 'authority', 'district', 'ledger', 'paper'],
  rota: ['std', 'authority', 'district', 'ledger'],
  paging: ['std', 'authority', 'district', 'ledger', 'rota'],
  roster: ['std', 'district', 'ledger'],
  notice: ['std', 'authority', 'district', 'ledger', 'roster'],
  protocol: [
    'std',
    'authority',
    'district',
    'ledger',
    'paper',
    'encounter',
    'rota',
    'paging',
    'notice',
    'roster',
  ],
} as const satisfies Record<string, readonly string[]>;

export type ModuleName = keyof typeof modules;
