/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `vite dev` finds the API: the Django server, or the fixture server of `npm run fixtures`. */
const api = process.env.IPMARKET_API ?? 'http://127.0.0.1:8000';

export default defineConfig(({ command }) => ({
  plugins: [react()],
  // Django serves what is built under its static address; the development server stands at the root.
  base: command === 'build' ? '/static/app/' : '/',
  build: {
    manifest: true,
    // Django reads the manifest and renders the page itself, so the entry is the module, not an HTML file.
    rolldownOptions: { input: 'src/main.tsx' },
    target: 'es2022',
    sourcemap: false,
    // A font or picture inlined as data: would need a hole in the content security policy.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': api } },
  test: { include: ['tests/**/*.test.{ts,tsx}'], css: false, restoreMocks: true },
}));
