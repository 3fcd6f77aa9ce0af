const kVowels = new Set('aa ae ah ao aw ay eh er ey ih iy ow oy uh uw'.split(' '));

// Phones and tones → "R EH1 D". The tone of a vowel is its stress, from 1.
export function toArpabet(phones: readonly string[], tones: readonly number[]): string {
  return phones
    .map((phone, i) => {
      const stress = kVowels.has(phone) ? String(Math.max(0, tones[i]! - 1)) : '';
      return phone.toUpperCase() + stress;
    })
    .join(' ');
}
