import type { Notice } from '../core/effects.js'

/** What a group tells the service it belongs to, for logs and metrics. */
export interface GroupObserver {
  onNotice(notice: Notice): void
  onChosen(count: number): void
  onListenerError(event: string, error: unknown): void
  onHalt(error: unknown): void
  onClosed(): void
}
