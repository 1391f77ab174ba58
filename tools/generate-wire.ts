/**
 * Writes `src/wire/generated/wire.ts` from `src/wire/wire.proto`, and what else is generated: `node tools/generate-wire.ts`.
 *
 * protons generates, besides a codec, a second one that streams fields, with a type for each path through the schema.
 * It is more than half of the code, nobody uses it, and a bundler cannot drop it, so it is cut out here.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { generate } from 'protons'

const root = dirname(import.meta.dirname)
const sourcePath = join(root, 'src')

/** Folder and name of every schema. */
export const schemas = ['wire/wire', 'state/state'] as const

/** Where the code that is generated from a schema is kept. */
export function generatedPath(schema: (typeof schemas)[number]): string {
  return join(sourcePath, dirname(schema), 'generated', `${basename(schema)}.ts`)
}

function heading(schema: string): string {
  return `// Generated from ../${basename(schema)}.proto by tools/generate-wire.ts: change that and generate again.
// It is not checked: namespaces and enums cannot be erased. Its exported types are, where they are used.
// @ts-nocheck

`
}

/** The code that belongs to a schema as it is now. */
export async function generateWire(schema: (typeof schemas)[number]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'wire-'))
  try {
    await generate(join(sourcePath, `${schema}.proto`), { output: directory })
    const source = await readFile(join(directory, `${basename(schema)}.ts`), 'utf8')
    return heading(schema) + withoutStreams(source)
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** What protons prints has one shape: a part ends at the first line that closes the indentation it began with. */
function withoutStreams(source: string): string {
  return source
    .replaceAll(/^ {6}\}, function \* \(reader.*\n(?:.*\n)*? {6}\}\)$/gm, '      })')
    .replaceAll(/^ {2}export interface \w+FieldEvent \{\n(?:.*\n)*? {2}\}\n\n/gm, '')
    .replaceAll(/\n {2}export function stream .*\n(?:.*\n)*? {2}\}\n/gm, '')
    .replace(', streamMessage }', ' }')
    .replaceAll('Uint8Array<ArrayBuffer>', 'Uint8Array')
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const schema of schemas) {
    const path = generatedPath(schema)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await generateWire(schema))
  }
}
