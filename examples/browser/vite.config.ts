import { fileURLToPath } from 'node:url'
import { defineConfig, type UserConfig } from 'vite'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const config: UserConfig = defineConfig({
  root: path('.'),
  // The package by its name, from its sources.
  resolve: {
    alias: [
      { find: 'libp2p-paxos/store/idb', replacement: path('../../src/storage/idb.ts') },
      { find: 'libp2p-paxos/simulator', replacement: path('../../src/simulator/index.ts') },
      { find: 'libp2p-paxos', replacement: path('../../src/index.ts') }
    ]
  },
  worker: { format: 'es' },
  build: {
    outDir: path('../../dist/page'),
    emptyOutDir: true,
    target: 'es2022',
    // libp2p is one piece, and larger than Vite likes.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: { input: [path('index.html'), path('board/index.html')] }
  }
})

export default config
