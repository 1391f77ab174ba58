/** Begins a sequence that terminals obey. */
export const control = '\u001b['

export type Style = 'plain' | 'bold' | 'dim' | 'green' | 'red'

const styles: Readonly<Record<Style, string>> = {
  plain: '',
  bold: `${control}1m`,
  dim: `${control}2m`,
  green: `${control}32m`,
  red: `${control}31m`
}

/** Whether a terminal may be coloured. (https://no-color.org) */
export function isColoured(environment: Readonly<Record<string, string | undefined>>): boolean {
  return (environment['NO_COLOR'] ?? '') === ''
}

export function styled(text: string, style: Style): string {
  return style === 'plain' ? text : `${styles[style]}${text}${control}0m`
}
