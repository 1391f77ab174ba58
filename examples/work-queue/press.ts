interface Print {
  readonly token: number
  readonly pages: string[]
  isDone: boolean
}

/** What workers share besides the group: a printing press. It cannot know who has a lock, but it can tell who came with the highest token. */
export class Press {
  /** By job. */
  readonly prints = new Map<string, Print>()
  readonly refused: string[] = []

  // #region press
  /** Begins a job, at its first page; false if it was printed to the end before. */
  begin(job: string, token: number): boolean {
    const print = this.prints.get(job)
    if (print?.isDone) return false
    if (print !== undefined && token < print.token) throw this.#refusal(job, token)
    this.prints.set(job, { token, pages: [], isDone: false })
    return true
  }

  print(job: string, token: number, page: string): void {
    this.#printOf(job, token).pages.push(page)
  }

  finish(job: string, token: number): void {
    this.#printOf(job, token).isDone = true
  }

  /** Only whoever began a job last may go on with it. */
  #printOf(job: string, token: number): Print {
    const print = this.prints.get(job)
    if (print === undefined || token !== print.token || print.isDone) {
      throw this.#refusal(job, token)
    }
    return print
  }
  // #endregion press

  #refusal(job: string, token: number): Error {
    this.refused.push(job)
    return new Error(`the token ${token} for ${job} is not the last one`)
  }
}
