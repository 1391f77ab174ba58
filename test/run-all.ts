/**
 * Runs the npm scripts named on the command line in order, stops at the first that fails, and
 * prints how long each took and how many tests passed and failed.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'

const stages = process.argv.slice(2)
const times: string[] = []
let failed: string | undefined

for (const stage of stages) {
  const startMs = performance.now()
  const { status } = spawnSync('npm', ['run', stage], {
    stdio: 'inherit',
    shell: process.platform === 'win32'
  })
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  times.push(`${stage} ${seconds} s${status === 0 ? '' : ' FAILED'}`)
  if (status !== 0) {
    failed = stage
    break
  }
}

let testsPassed = 0
let testsFailed = 0
for (const path of globSync('dist/test-results/*.json')) {
  const report = JSON.parse(readFileSync(path, 'utf8'))
  testsPassed += report.numPassedTests
  testsFailed += report.numFailedTests
}

console.log(`\n${times.join('\n')}`)
if (failed !== undefined) console.log(`stopped at: npm run ${failed}`)
console.log(`${testsPassed} passed, ${testsFailed} failed`)
process.exitCode = failed === undefined ? 0 : 1
