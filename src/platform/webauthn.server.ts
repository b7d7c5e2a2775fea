import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';

/** Which site a passkey belongs to: its name and the origin that browsers report. */
export type Site = { readonly rpId: string; readonly origin: string; readonly name: string };

/** The site of an address, for example https://staff.example.org. */
export function siteOf(address: string, name: string): Site {
  const url = new URL(address);
  return { rpId: url.hostname, origin: url.origin, name };
}

/**
 * What a browser needs to make a passkey. User verification is required: a stolen key alone is no
 * person.
 */
export async function registrationOptions(
  site: Site,
  person: { id: string; name: string; already: readonly string[] },
) {
  return generateRegistrationOptions({
    rpName: site.name,
    rpID: site.rpId,
    userName: person.name,
    userID: new Uint8Array(Buffer.from(person.id)),
    attestationType: 'none',
    // What both verifiers of the ledger can check: Ed25519 and P-256 (COSE).
    supportedAlgorithmIDs: [-8, -7],
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: person.already.map((id) => ({ id })),
  });
}

/** What a browser needs to answer a challenge with a passkey. */
export async function assertionOptions(
  site: Site,
  challenge: Uint8Array | null,
  allowed: readonly string[],
) {
  return generateAuthenticationOptions({
    rpID: site.rpId,
    userVerification: 'required',
    ...(challenge === null ? {} : { challenge: new Uint8Array(challenge) }),
    ...(allowed.length === 0 ? {} : { allowCredentials: allowed.map((id) => ({ id })) }),
  });
}

export type NewPasskey = {
  readonly credential: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
};

/** The passkey that a browser made for this challenge; null when anything about it is wrong. */
export async function readNewPasskey(
  site: Site,
  challenge: string,
  response: unknown,
): Promise<NewPasskey | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
    });
    if (!verified || registrationInfo === undefined) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credential: id, publicKey, counter };
  } catch {
    // The library throws for every malformed answer; whoever asked only needs to know that it
    // fails.
    return null;
  }
}

export type KnownPasskey = {
  readonly credential: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
};

/**
 * The new counter when the passkey answered exactly this challenge at this site; null otherwise.
 */
export async function verifyAssertion(
  site: Site,
  challenge: string,
  response: unknown,
  passkey: KnownPasskey,
): Promise<{ counter: number } | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credential,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    });
    return verified ? { counter: authenticationInfo.newCounter } : null;
  } catch {
    return null;
  }
}

const assertionShape = z.object({
  id: z.string().max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  response: z.object({
    authenticatorData: z.string().max(4000),
    clientDataJSON: z.string().max(8000),
    signature: z.string().max(4000),
    userHandle: z.string().max(400).nullish(),
  }),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.string().nullish(),
});

/** A passkey's answer as a browser posts it. */
export type AssertionIn = z.infer<typeof assertionShape>;

/** Reads a passkey's answer from a form field or a JSON body; null when it is none. */
export function readAssertion(value: unknown): AssertionIn | null {
  const found = assertionShape.safeParse(typeof value === 'string' ? parse(value) : value);
  return found.success ? found.data : null;
}

/** Reads JSON that somebody sent; null when it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
