import type { IncomingMessage } from 'node:http';
import type { Desk } from '#district/desk';
import type { WebWorld } from './world.server.ts';

declare global {
  namespace App {
    interface Locals {
      world: WebWorld;
      desk: Desk;
      session: string | null;
      device: string | null;
      language: string;
    }
    interface Platform {
      req: IncomingMessage & { threshold?: WebWorld };
    }
    interface Error {
      id?: string;
      message: string;
    }
  }
}
