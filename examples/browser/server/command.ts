import type { Command, Cut, PeerReport } from '../shared/messages.js'

/**
 * Reads a command of a page.
 *
 * @throws TypeError if it is none.
 */
export function parseCommand(text: string): Command {
  const command: unknown = JSON.parse(text)
  if (isObject(command) && isCommand(command)) return command as Command
  throw new TypeError('this is no command')
}

type Fields = Readonly<Record<string, unknown>>

function isCommand({ type, peerId, link, report, claim, cells }: Fields): boolean {
  switch (type) {
    case 'pause':
    case 'resume':
    case 'kill':
    case 'restart':
    case 'remove':
      return typeof peerId === 'string'
    case 'add':
    case 'clear':
      return true
    case 'cut':
    case 'heal':
      return isCut(link)
    case 'report':
      return typeof peerId === 'string' && isReport(report)
    case 'claim':
      return isObject(claim) && isText(claim['cell']) && isText(claim['owner'])
    case 'race':
      return isTexts(cells)
    default:
      return false
  }
}

function isCut(link: unknown): link is Cut {
  return isTexts(link) && link.length === 2 && String(link[0]) < String(link[1])
}

function isReport(report: unknown): report is PeerReport {
  return (
    isObject(report) &&
    isText(report['role']) &&
    isText(report['quorum']) &&
    isTexts(report['voters']) &&
    isTexts(report['connected']) &&
    Number.isSafeInteger(report['chosenSlotMax']) &&
    Number.isSafeInteger(report['epoch'])
  )
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length < 200
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 200 && value.every(isText)
}
