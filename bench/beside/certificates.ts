import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { loopback } from '../place.js'

const run = promisify(execFile)

/** Paths of what servers and clients authenticate each other with: one certificate for all. */
export interface Certificates {
  readonly ca: string
  readonly certificate: string
  readonly key: string
}

/** Makes an authority and a certificate of it for this machine, with openssl. */
export async function makeCertificates(directory: string): Promise<Certificates> {
  const path = (name: string): string => join(directory, name)
  const newKey = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const ca = path('ca.pem')
  const caKey = path('ca.key')
  const key = path('peer.key')
  const request = path('peer.csr')
  const certificate = path('peer.pem')
  const extensions = path('peer.ext')
  await run('openssl', [
    ...[...newKey, '-x509', '-days', '2', '-subj', '/CN=bench authority'],
    ...['-keyout', caKey, '-out', ca]
  ])
  await run('openssl', [...newKey, '-subj', '/CN=bench', '-keyout', key, '-out', request])
  await writeFile(extensions, `subjectAltName=IP:${loopback.host}\n`)
  await run('openssl', [
    ...['x509', '-req', '-days', '2', '-CAcreateserial', '-CA', ca, '-CAkey', caKey],
    ...['-in', request, '-extfile', extensions, '-out', certificate]
  ])
  return { ca, certificate, key }
}
