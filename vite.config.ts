import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ out: 'build/web', precompress: false }),
      // Our own server sets the content policy of every answer; forms are posted to their own origin.
      csrf: { trustedOrigins: [] },
      paths: { relative: false },
    }),
  ],
  build: { reportCompressedSize: false, chunkSizeWarningLimit: 4000 },
});
