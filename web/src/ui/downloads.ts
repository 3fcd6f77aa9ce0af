import { speakFile } from '../api/client';
import type { Format } from '../api/types';
import { wavFile } from '../audio/pcm';
import { fileNameOf, type Take } from '../takes/take';
import { byId, make } from './dom';
import { onLocale, t } from './i18n';
import { clearError, say, sayError, sentenceOf } from './status';

const kFormats: [Format, string][] = [
  ['wav', 'WAV'], ['flac', 'FLAC'], ['mp3', 'MP3'], ['ogg', 'Ogg'], ['opus', 'Opus'],
];

// A button a format. The wav is here already; the others the server makes of the same seed.
export function offerDownloads(shown: () => Take | null): void {
  for (const [format, name] of kFormats) {
    const button = make('button', { type: 'button', class: 'quiet', 'data-format': format }, name);
    button.addEventListener('click', () => {
      const take = shown();
      if (take) void download(take, format, name);
    });
    onLocale(() => {
      button.title = t('take.download.as', { format: name });
      button.setAttribute('aria-label', button.title);
    });
    byId('formats').append(button);
  }
}

async function download(take: Take, format: Format, name: string): Promise<void> {
  clearError();
  try {
    if (format !== 'wav') say(t('status.preparing', { format: name }));
    const file =
      format === 'wav'
        ? wavFile(take.samples, take.sampleRate)
        : await speakFile(take.request, format);
    const link = make('a', { download: fileNameOf(take, format), href: URL.createObjectURL(file) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say(t('status.saved', { name: link.download }));
  } catch (error) {
    say('');
    sayError(sentenceOf(error));
  }
}
