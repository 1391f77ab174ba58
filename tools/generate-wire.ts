/**
 * Writes `src/wire/generated/wire.ts` from `src/wire/wire.proto`, and what else is generated: `node tools/generate-wire.ts`.
 *
 * protons generates, besides a codec, a second one that streams fields, with a type for each path through the schema.
 * It is more than half of the code, nobody uses it, and a bundler cannot drop it, so it is cut out here, with what else has no use.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
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
    const fields = relative(dirname(generatedPath(schema)), join(sourcePath, 'wire/fields.js'))
    const imports = `import { checkRoom, delimited, readPart, writePart } from '${fields}'\n`
    const short = inShort(withoutIdleLimits(withoutStreams(source)))
    return heading(schema) + asConstants(short, imports)
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

/** The codecs of all messages, by name. */
function namespaces(source: string): Map<string, string> {
  const found = source.matchAll(/^export namespace (\w+) \{\n(?:.*\n)*?\}$/gm)
  return new Map([...found].map(([whole, name = '']) => [name, whole]))
}

/** Limits are passed on to every part of a message, each in an object of its own, also where nothing in the part can have one. */
function withoutIdleLimits(source: string): string {
  const bodies = namespaces(source)
  const limited = new Set<string>()
  const isLimited = (body: string): boolean =>
    body.includes('MaxLengthError(') ||
    [...body.matchAll(/(\w+)\.codec\(\)\.decode\(/g)].some(([, part = '']) => limited.has(part))
  for (let before = -1; limited.size > before; ) {
    before = limited.size
    for (const [name, body] of bodies) if (isLimited(body)) limited.add(name)
  }
  return source.replaceAll(
    /(\w+)(\.codec\(\)\.decode\(reader, reader\.uint32\(\)), \{\n *limits: .*\n *\}\)/g,
    (whole, part: string, call: string) => (limited.has(part) ? whole : `${part}${call})`)
  )
}

/** What every codec does is in functions that `wire/fields.ts` has for all of them. */
function inShort(source: string): string {
  return source
    .replaceAll(
      /message<(\w+)>\(\(obj, w, opts = \{\}\) => \{\n *if \(opts\.lengthDelimited !== false\) \{\n *w\.fork\(\)\n *\}\n\n/g,
      'delimited<$1>((obj, w) => {\n'
    )
    .replaceAll(/\n *if \(opts\.lengthDelimited !== false\) \{\n *w\.ldelim\(\)\n *\}\n/g, '')
    .replaceAll(
      /if \(\((obj\.\w+) != null && \1 !== (?:0|0n|false)\)\) \{\n *w\.uint32\((\d+)\)\n *w(\.\w+)\(\1\)\n *\}/g,
      'if ($1) w.uint32($2)$3($1)'
    )
    .replaceAll(
      /if \((obj\.\w+) != null\) \{\n *w\.uint32\((\d+)\)\n *w(\.\w+)\(\1\)\n *\}/g,
      'if ($1 != null) w.uint32($2)$3($1)'
    )
    .replaceAll(/(?<=if \((obj\.\w+) != null) && \1\.length > 0(?=\) \{\n *for )/g, '')
    .replaceAll(
      /if \(opts\.limits\?\.(\w+) != null && (obj\.\1)\.length === opts\.limits\.\1\) \{\n *throw new MaxLengthError\(.*\)\n *\}/g,
      "checkRoom($2, opts.limits?.$1, '$1')"
    )
    .replaceAll(
      /if \((obj\.\w+) != null\) \{\n *w\.uint32\((\d+)\)\n *(\w+)\.codec\(\)\.encode\(\1, w\)\n *\}/g,
      'writePart(w, $2, $3, $1)'
    )
    .replaceAll(
      /w\.uint32\((\d+)\)\n *(\w+)\.codec\(\)\.encode\(value, w\)/g,
      'writePart(w, $1, $2, value)'
    )
    .replaceAll(
      /(\w+)\.codec\(\)\.decode\(reader, reader\.uint32\(\)(?:, \{\n *limits(: .*)\n *\})?\)/g,
      (_, part: string, limits = '') => `readPart(reader, ${part}${limits.replace(':', ',')})`
    )
    .replace(/MaxLengthError, message(?= \})/, '')
    .replace(/, (?= \} from 'protons-runtime')/, '')
    .replace('import type { Codec, DecodeOptions }', 'import type { DecodeOptions }')
}

/** Codecs are made at once. A message that is a part of others is never written or read by itself. */
function asConstants(source: string, imports: string): string {
  const bodies = [...namespaces(source)]
  const isPart = (name: string): boolean => {
    const use = new RegExp(`Part\\(.*\\b${name}\\b`)
    return bodies.some(([other, body]) => other !== name && use.test(body))
  }
  const constants = bodies.reduce(
    (text, [name, body]) => text.replace(body, () => asConstant(name, body, isPart(name))),
    source
  )
  return constants.replace(/(?<=from 'uint8arraylist'\n)/, imports)
}

function asConstant(name: string, body: string, isPart: boolean): string {
  const codec = /_codec = (delimited<(?:.*\n)*? {6}\}\))\n/.exec(body)?.[1]
  // An enum is none.
  if (codec === undefined) return body
  const alone = `,

  encode: (obj: Partial<${name}>): Uint8Array => encodeMessage(obj, ${name}.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<${name}>): ${name} =>
    decodeMessage(buf, ${name}.codec(), opts)`
  return `export const ${name} = {\n  codec: ${codec}${isPart ? '' : alone}\n}`
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const schema of schemas) {
    const path = generatedPath(schema)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await generateWire(schema))
  }
}
