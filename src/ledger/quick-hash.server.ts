import { hash } from 'node:crypto';
import type { Hash } from './core/merkle.ts';

/** SHA-256 without a hash object: twice as fast for what is as short as an entry or two hashes. */
export const quickSha256: Hash = (bytes) => Buffer.from(hash('sha256', bytes, 'hex'), 'hex');
