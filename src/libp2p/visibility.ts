/**
 * Calls `onChange` with whether the page is hidden, whenever that changes, and at once if it is. The result puts an end to that. Where there
 * is no page, as in Node or in a worker, nothing is ever hidden.
 */
export function watchVisibility(onChange: (isHidden: boolean) => void): () => void {
  if (typeof document === 'undefined') return () => undefined
  const tell = (): void => onChange(document.visibilityState === 'hidden')
  document.addEventListener('visibilitychange', tell)
  if (document.visibilityState === 'hidden') tell()
  return () => document.removeEventListener('visibilitychange', tell)
}
