import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ out: 'build/web', precompress: false }),
      // hooks.server.ts refuses posts from other origins itself, since programs with a token post
      // too.
      csrf: { trustedOrigins: ['*'] },
      paths: { relative: false },
    }),
  ],
  build: { reportCompressedSize: false, chunkSizeWarningLimit: 4000 },
});
