export function sourceDigest(): string;
export function buildIfNeeded(options?: { quiet?: boolean }): Promise<boolean>;
