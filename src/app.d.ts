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
    interface Error {
      id?: string;
      message: string;
    }
  }
}
