// 16-bit little-endian samples, as the server sends them.

export function decodePcm(base64: string): Int16Array {
  const binary = atob(base64);
  const samples = new Int16Array(binary.length >> 1);
  for (let i = 0; i < samples.length; ++i)
    samples[i] = binary.charCodeAt(2 * i) | (binary.charCodeAt(2 * i + 1) << 8);
  return samples;
}

export function concat(chunks: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

export function toFloat(samples: Int16Array): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; ++i) floats[i] = samples[i]! / 32768;
  return floats;
}

// A mono wav file.
export function wavFile(samples: Int16Array, sampleRate: number): Blob {
  const bytes = samples.length * 2;
  const header = new DataView(new ArrayBuffer(44));
  const ascii = (at: number, text: string) => {
    for (let i = 0; i < text.length; ++i) header.setUint8(at + i, text.charCodeAt(i));
  };
  ascii(0, 'RIFF');
  header.setUint32(4, 36 + bytes, true);
  ascii(8, 'WAVEfmt ');
  header.setUint32(16, 16, true); // length of the format
  header.setUint16(20, 1, true); // integers
  header.setUint16(22, 1, true); // channels
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  ascii(36, 'data');
  header.setUint32(40, bytes, true);
  const body = new DataView(new ArrayBuffer(bytes));
  samples.forEach((sample, i) => body.setInt16(2 * i, sample, true));
  return new Blob([header.buffer, body.buffer], { type: 'audio/wav' });
}
