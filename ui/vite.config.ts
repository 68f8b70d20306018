import { defineConfig } from 'vite';

// One script and one style sheet with fixed names: the server embeds them, and the build can be compared byte for byte.
export default defineConfig({
  build: {
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    sourcemap: false,
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        entryFileNames: 'app.js',
        chunkFileNames: 'app-[name].js',
        assetFileNames: 'app[extname]',
      },
    },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:9701', ws: true } } },
});
