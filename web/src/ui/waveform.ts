import WaveSurfer from 'wavesurfer.js';
import Spectrogram from 'wavesurfer.js/dist/plugins/spectrogram.esm.js';
import { toFloat } from '../audio/pcm';
import { byId } from './dom';
import { colour, isDark, onTheme } from './theme';

const kLegible = 170; // pixels a second at which phones can be read
const kWholeSpectrum = 60; // seconds; of longer takes only what is seen is computed

// What a take looks like: waveform and spectrum.
export class Waveform {
  private readonly surfer: WaveSurfer;
  private readonly zoomSlider = byId<HTMLInputElement>('zoom');
  private readonly spectrogramShown = byId<HTMLInputElement>('spectrogram-shown');
  private spectrogram: Spectrogram | null = null;
  private url = '';
  private seconds = 0;
  private complete = false;

  constructor(readonly audio: HTMLAudioElement) {
    this.surfer = WaveSurfer.create({
      container: byId('waveform'),
      media: audio,
      height: 96,
      cursorWidth: 1.5,
      dragToSeek: true,
      normalize: true,
      ...colours(),
    });
    this.zoomSlider.addEventListener('input', () => this.zoom());
    this.spectrogramShown.checked = localStorage.getItem('spectrogram') !== 'off';
    this.spectrogramShown.addEventListener('change', () => {
      localStorage.setItem('spectrogram', this.spectrogramShown.checked ? 'on' : 'off');
      this.drawSpectrogram();
    });
    onTheme(() => {
      this.surfer.setOptions(colours());
      this.drawSpectrogram();
    });
  }

  // A whole take, to be played by the audio element.
  async show(samples: Int16Array, sampleRate: number, file: Blob): Promise<void> {
    this.dropUrl();
    this.url = URL.createObjectURL(file);
    this.complete = true;
    await this.draw(this.url, toFloat(samples), samples.length / sampleRate);
  }

  // The outline of what there is of a take that arrives.
  async grow(outline: number[], seconds: number): Promise<void> {
    if (outline.length === 0) return;
    this.dropUrl();
    this.complete = false;
    await this.draw('', outline, seconds);
  }

  // Moves the cursor while something else than the audio element plays.
  point(seconds: number): void {
    if (this.seconds > 0)
      this.surfer.getRenderer().renderProgress(Math.min(1, seconds / this.seconds), true);
  }

  seek(seconds: number): void {
    this.surfer.setTime(Math.max(0, Math.min(seconds, this.seconds)));
  }

  set volume(volume: number) {
    this.surfer.setVolume(volume);
  }

  onTime(listener: (seconds: number) => void): void {
    this.surfer.on('timeupdate', listener);
  }

  // The user points at a moment.
  onPoint(listener: (seconds: number) => void): void {
    this.surfer.on('interaction', listener);
  }

  // The part that is seen or its scale changes: the width of all, and what is left of it.
  onView(listener: (width: number, left: number) => void): void {
    let asked = false;
    const tell = () => {
      if (asked) return;
      asked = true; // once a frame: measuring is dear
      requestAnimationFrame(() => {
        asked = false;
        listener(this.surfer.getWrapper().clientWidth, this.surfer.getScroll());
      });
    };
    this.surfer.on('scroll', tell);
    this.surfer.on('redraw', tell);
    this.surfer.on('zoom', tell);
    this.surfer.on('resize', tell);
  }

  scrollTo(left: number): void {
    if (Math.abs(this.surfer.getScroll() - left) > 1) this.surfer.setScroll(left);
  }

  private async draw(
    url: string, samples: Float32Array | number[], seconds: number,
  ): Promise<void> {
    this.seconds = seconds;
    this.removeSpectrogram();
    try {
      await this.surfer.load(url, [samples], seconds);
    } catch (error) {
      if ((error as Error).name === 'AbortError') return; // a later one is drawn
      throw error;
    }
    const fit = byId('waveform').clientWidth / this.seconds;
    this.zoomSlider.value = String(Math.max(0, 20 * Math.log2(kLegible / fit)));
    this.zoom();
    this.drawSpectrogram();
  }

  private zoom(): void {
    if (this.seconds === 0) return;
    const fit = byId('waveform').clientWidth / this.seconds;
    this.surfer.zoom(fit * 2 ** (Number(this.zoomSlider.value) / 20));
  }

  private drawSpectrogram(): void {
    this.removeSpectrogram();
    if (!this.complete || !this.spectrogramShown.checked) return;
    const whole = this.seconds <= kWholeSpectrum;
    this.spectrogram = this.surfer.registerPlugin(
      Spectrogram.create({
        rendering: whole ? 'full' : 'windowed',
        autoGain: whole,
        height: 128,
        fftSamples: 512,
        scale: 'mel',
        preEmphasis: 3,
        rangeDB: 70,
        colorMap: spectrumColours(),
        useWebWorker: false,
      }),
    );
  }

  private removeSpectrogram(): void {
    if (this.spectrogram) this.surfer.unregisterPlugin(this.spectrogram);
    this.spectrogram = null;
  }

  private dropUrl(): void {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = '';
  }
}

function colours() {
  return {
    waveColor: colour('--wave'),
    progressColor: colour('--accent'),
    cursorColor: colour('--ink'),
  };
}

// From the paper to the ink, over the accent.
function spectrumColours(): number[][] {
  const stops = isDark()
    ? [[24, 27, 29], [14, 66, 64], [58, 178, 166], [240, 246, 214]]
    : [[255, 255, 255], [196, 226, 222], [21, 122, 115], [6, 40, 44]];
  return Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    const share = at - low;
    const mixed = stops[low]!.map((c, k) => (c * (1 - share) + stops[low + 1]![k]! * share) / 255);
    return [...mixed, 1];
  });
}
