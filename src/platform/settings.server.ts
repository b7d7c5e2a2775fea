import { join, resolve } from 'node:path';

/** Everything that can be set, read once at the start. */
export type Settings = {
  /** `trial` is another world: loopback only, simulated carriers, fictional people. */
  readonly mode: 'trial' | 'live';
  readonly host: string;
  readonly ports: { readonly public: number; readonly staff: number; readonly plan: number };
  readonly addresses: { readonly public: string; readonly staff: string; readonly plan: string };
  /** Folder for the embedded database, originals and secrets. */
  readonly data: string;
  /** Folder of the district's pack. */
  readonly pack: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly keysUrl: string | null;
  readonly smtpUrl: string | null;
  readonly smsUrl: string | null;
  readonly voiceUrl: string | null;
  /** A second provider of each, asked when the first does not take a page or is slow. */
  readonly smsBackupUrl: string | null;
  readonly voiceBackupUrl: string | null;
  /** An outside monitor that is told each minute that the alarm lane keeps up. */
  readonly heartbeatUrl: string | null;
};

/** Settings, or every problem with them as a sentence. */
export type SettingsReading =
  | { readonly kind: 'read'; readonly settings: Settings }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

const known = ['THRESHOLD_DATA', 'THRESHOLD_DISTRICT', 'THRESHOLD_MODE', 'THRESHOLD_TEST_CLUSTER'];

type Environment = Readonly<Record<string, string | undefined>>;

const project = resolve(import.meta.dirname, '../..');

/**
 * Reads the environment. A word it does not know is an error: a misspelled setting must not be
 * silent.
 */
export function readSettings(environment: Environment): SettingsReading {
  const problems: string[] = [];
  for (const name of Object.keys(environment)) {
    if (name.startsWith('THRESHOLD_') && !known.includes(name)) {
      problems.push(`${name} is not a setting of Threshold.`);
    }
  }
  const mode = environment.THRESHOLD_MODE ?? 'trial';
  if (mode !== 'trial' && mode !== 'live') {
    problems.push('THRESHOLD_MODE is "trial" or "live".');
  }
  const host = environment.HOST ?? '127.0.0.1';
  if (mode !== 'live' && !isLoopback(host)) {
    problems.push(
      'A trial listens on this machine only: leave HOST out, or set THRESHOLD_MODE=live.',
    );
  }
  const first = readPort(environment.PORT ?? '4380', problems);
  const ports = { public: first, staff: first + 1, plan: first + 2 };
  const web = (name: string) => readUrl(environment, name, ['http:', 'https:'], problems);
  const settings: Settings = {
    mode: mode === 'live' ? 'live' : 'trial',
    host,
    ports,
    addresses: {
      public: readAddress(environment, 'PUBLIC_URL', ports.public, problems),
      staff: readAddress(environment, 'STAFF_URL', ports.staff, problems),
      plan: readAddress(environment, 'PLAN_URL', ports.plan, problems),
    },
    data: resolve(environment.THRESHOLD_DATA ?? join(project, '.threshold')),
    pack: resolve(environment.THRESHOLD_DISTRICT ?? join(project, 'districts/norwalk')),
    databaseUrl: readUrl(environment, 'DATABASE_URL', ['postgres:', 'postgresql:'], problems),
    keysUrl: readUrl(environment, 'KEYS_URL', ['postgres:', 'postgresql:'], problems),
    smtpUrl: readUrl(environment, 'SMTP_URL', ['smtp:', 'smtps:'], problems),
    smsUrl: web('SMS_URL'),
    voiceUrl: web('VOICE_URL'),
    smsBackupUrl: web('SMS_BACKUP_URL'),
    voiceBackupUrl: web('VOICE_BACKUP_URL'),
    heartbeatUrl: web('HEARTBEAT_URL'),
  };
  return problems.length > 0 ? { kind: 'unreadable', problems } : { kind: 'read', settings };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function readPort(text: string, problems: string[]): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= 65_533) return port;
  problems.push('PORT is a whole number from 1 to 65533; the two after it are used as well.');
  return 4380;
}

function readAddress(
  environment: Environment,
  name: string,
  port: number,
  problems: string[],
): string {
  // WebAuthn needs a name, and browsers treat http://localhost as secure; 127.0.0.1 is no name.
  const text = environment[name] ?? `http://localhost:${port}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    problems.push(`${name} is not an address that begins with http:// or https://.`);
    return `http://localhost:${port}`;
  }
  return new URL(text).origin;
}

function readUrl(
  environment: Environment,
  name: string,
  schemes: readonly string[],
  problems: string[],
): string | null {
  const text = environment[name];
  if (text === undefined || text === '') return null;
  if (!URL.canParse(text) || !schemes.includes(new URL(text).protocol)) {
    problems.push(`${name} begins with ${schemes.join(' or ')}//.`);
    return null;
  }
  return text;
}
