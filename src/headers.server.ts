import type { Settings } from '#platform/settings';

/** The three origins. What one keeps on a device the others cannot touch. */
export type Origin = 'public' | 'staff' | 'plan';

const policies: Record<Origin, string> = {
  // No script at all: whoever reads the public pages runs nothing of ours.
  public: "script-src 'none'; connect-src 'none'; img-src 'self'",
  staff:
    "script-src 'self'; connect-src 'self'; img-src 'self' blob:; worker-src 'self'; " +
    "manifest-src 'self'; require-trusted-types-for 'script'; trusted-types threshold-page",
  plan: "script-src 'none'; connect-src 'none'; img-src 'self'",
};

/** The headers of every answer of an origin. Nothing from a third party is ever loaded. */
export function headersFor(origin: Origin, settings: Settings): [string, string][] {
  const isSecure = settings.addresses[origin].startsWith('https:');
  return [
    [
      'content-security-policy',
      `default-src 'none'; ${policies[origin]}; style-src 'self'; font-src 'self'; ` +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
    ],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', 'geolocation=(), microphone=(), payment=(), usb=()'],
    ['x-frame-options', 'DENY'],
    ...(origin === 'public' ? [] : ([['cache-control', 'no-store']] as [string, string][])),
    ...(isSecure
      ? ([['strict-transport-security', 'max-age=63072000; includeSubDomains']] as [
          string,
          string,
        ][])
      : []),
  ];
}
