/** What Threshold has no place for (domain.md section 6). */
export type NeverWritten =
  | 'status-word'
  | 'a-number'
  | 'social-security-number'
  | 'birthplace'
  | 'nationality'
  | 'passport-or-visa-number';

/** One place in a text: `text` is exactly what stands at [start, end) in UTF-16 offsets. */
export type Finding = {
  readonly kind: NeverWritten;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};
