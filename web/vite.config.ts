import { defineConfig } from 'vite';

// `npm run dev` shows the page with what a running `bertvits2 serve` answers.
const server = 'http://127.0.0.1:5000';

export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    // The page is embedded in the program: one script, one style sheet, nothing fetched later.
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: { output: { entryFileNames: 'assets/[name]-[hash].js' } },
  },
  server: {
    proxy: { '/api': server, '/v1': server },
    fs: { allow: ['..'] },  // the tables of phones in data/
  },
});
