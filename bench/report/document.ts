import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, release } from 'node:os'
import { join } from 'node:path'
import type { Section } from './sections.js'

/** Writes what was measured into `benchmarks.md` and `pictures` in a directory of documents; what was not measured stays. */
export async function writeReport(directory: string, sections: readonly Section[]): Promise<void> {
  const path = join(directory, 'benchmarks.md')
  const pictures = join(directory, 'pictures')
  await mkdir(pictures, { recursive: true })
  let document = await readFile(path, 'utf8')
  for (const { name, title, content, picture } of sections) {
    const parts = [machine(), content]
    if (picture !== undefined) {
      await writeFile(join(pictures, `${name}.svg`), picture)
      parts.push(`![${title}](pictures/${name}.svg)`)
    }
    document = replaceSection(document, name, parts.join('\n\n'))
  }
  await writeFile(path, document)
}

/** Puts text in the place of what is between the two markers of a name. */
export function replaceSection(document: string, name: string, content: string): string {
  const start = `<!-- measured: ${name} -->`
  const end = `<!-- end: ${name} -->`
  const startAt = document.indexOf(start)
  const endAt = document.indexOf(end, startAt)
  if (startAt < 0 || endAt < 0) throw new Error(`the document has no place for '${name}'`)
  const before = document.slice(0, startAt + start.length)
  return `${before}\n\n${content}\n\n${document.slice(endAt)}`
}

/** What the figures were measured on. */
function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'processors'
  return `Measured on ${availableParallelism()} x ${model}, ${process.platform} ${release()}, Node ${process.version}.`
}
