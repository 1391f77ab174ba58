import {
  type Codec,
  type DecodeOptions,
  MaxLengthError,
  message,
  type Reader,
  type Writer
} from 'protons-runtime'

/*
 * What the generated codecs of all messages share.
 */

/** Nobody reads a message as a stream of its fields. */
const withoutStream = message as <T>(
  encode: Codec<T>['encode'],
  decode: Codec<T>['decode']
) => Codec<T>

interface Part<T> {
  readonly codec: () => Codec<T>
}

/** The codec of a message whose length goes before its fields, unless that is not wanted. */
export function delimited<T>(
  encodeFields: (message: Partial<T>, writer: Writer) => void,
  decode: Codec<T>['decode']
): () => Codec<T> {
  const codec = withoutStream<T>((value, writer, { lengthDelimited = true } = {}) => {
    if (lengthDelimited) writer.fork()
    encodeFields(value, writer)
    if (lengthDelimited) writer.ldelim()
  }, decode)
  return () => codec
}

/** Writes a part of a message, if it has that. */
export function writePart<T>(
  writer: Writer,
  tag: number,
  part: Part<T>,
  value: T | undefined
): void {
  if (value === undefined) return
  writer.uint32(tag)
  part.codec().encode(value, writer)
}

/** Reads a part of a message. */
export function readPart<T>(reader: Reader, part: Part<T>, limits?: DecodeOptions<T>['limits']): T {
  return part.codec().decode(reader, reader.uint32(), limits && { limits })
}

/** @throws MaxLengthError if a repeated field has as many elements as it may. */
export function checkRoom(
  elements: readonly unknown[],
  max: number | undefined,
  name: string
): void {
  if (elements.length === max) throw new MaxLengthError(`there are too many ${name}`)
}
