import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const daemon = 'http://127.0.0.1:7380';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../src/Palestra.Trainer/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      // The daemon refuses foreign origins, so the proxy speaks with the daemon's own.
      '/api': { target: daemon, ws: true, headers: { origin: daemon } },
    },
  },
});
