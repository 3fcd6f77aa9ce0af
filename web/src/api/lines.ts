// The lines of a stream of UTF-8, whichever way it is cut into chunks.
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let parts: string[] = []; // of the line that is not complete yet
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = decoder.decode(value, { stream: true }).split('\n');
      for (const end of lines.slice(0, -1)) {
        const line = parts.join('') + end;
        parts = [];
        if (line) yield line;
      }
      parts.push(lines.at(-1)!);
    }
    const rest = parts.join('') + decoder.decode();
    if (rest) yield rest;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
