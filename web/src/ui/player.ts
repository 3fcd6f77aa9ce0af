import { Peaks } from '../audio/peaks';
import { wavFile } from '../audio/pcm';
import { StreamPlayer } from '../audio/stream_player';
import type { Piece } from '../api/types';
import { sameMoment, secondsOf, speakerOf, titleOf, type Take } from '../takes/take';
import { byId, icon } from './dom';
import { onLocale, t } from './i18n';
import { Lane } from './lane';
import { sayError } from './status';
import { Waveform } from './waveform';

const kRedraw = 400; // milliseconds between drawings of a take that arrives, at least
const kOutline = 200; // blocks of its outline a second

// A take that arrives, and is heard while it does.
interface Live {
  sound: StreamPlayer;
  peaks: Peaks | null;
  seconds: number;
  nextDrawing: number; // when, in milliseconds
  complete: boolean;
}

// Plays the take that is shown: first as it arrives, then as an audio element.
export class Player {
  private readonly audio = byId<HTMLAudioElement>('audio');
  private readonly button = byId<HTMLButtonElement>('play');
  private readonly volume = byId<HTMLInputElement>('volume');
  private readonly waveform = new Waveform(this.audio);
  private readonly lane = new Lane((seconds) => this.seek(seconds));
  private take: Take | null = null;
  private live: Live | null = null;

  constructor() {
    this.button.addEventListener('click', () => this.toggle());
    this.waveform.onTime((seconds) => this.live || this.showTime(seconds));
    this.waveform.onPoint((seconds) => this.seek(seconds));
    this.waveform.onView((width, left) => this.lane.view(width, left));
    for (const event of ['play', 'pause', 'ended'])
      this.audio.addEventListener(event, () => this.showButton());
    this.volume.addEventListener('input', () => this.setVolume(Number(this.volume.value)));
    onLocale(() => {
      this.showButton();
      if (this.take && !this.live) byId('take-facts').textContent = factsOf(this.take);
    });
  }

  get shown(): Take | null {
    return this.take;
  }

  get playing(): boolean {
    return this.live ? !this.live.sound.paused : !this.audio.paused;
  }

  get position(): number {
    return this.live ? this.live.sound.position : this.audio.currentTime;
  }

  // Shows a take. With `keep` at the moment of it that is heard now, else from its start.
  async show(take: Take, keep: boolean, play = keep && this.playing): Promise<void> {
    const at = keep && this.take ? sameMoment(this.take, this.position, take) : 0;
    this.endLive();
    this.audio.pause();
    this.take = take;
    this.reveal(titleOf(take));
    byId('take-facts').textContent = factsOf(take);
    this.lane.show(take.pieces, secondsOf(take));
    this.showLength(secondsOf(take));
    await this.waveform.show(take.samples, take.sampleRate, wavFile(take.samples, take.sampleRate));
    if (this.take !== take) return;
    this.waveform.seek(at);
    if (play) await this.play();
  }

  // A take begins to arrive. Must be called while the user acts.
  begin(title: string): void {
    this.endLive();
    this.audio.pause();
    this.reveal(title);
    byId('take-facts').textContent = '';
    const sound = new StreamPlayer(Number(this.volume.value));
    this.live = { sound, peaks: null, seconds: 0, nextDrawing: 0, complete: false };
    this.lane.show([], 0);
    this.showButton();
    this.follow(this.live);
  }

  add(samples: Int16Array, sampleRate: number): void {
    const { live } = this;
    if (!live) return;
    live.sound.add(samples, sampleRate);
    live.peaks ??= new Peaks(Math.round(sampleRate / kOutline));
    live.peaks.add(samples);
    live.seconds += samples.length / sampleRate;
    if (performance.now() > live.nextDrawing) void this.drawLive(live, live.peaks);
  }

  addPiece(piece: Piece): void {
    if (this.live) this.lane.add(piece);
  }

  // The take is complete. It goes on sounding as it does.
  async complete(take: Take): Promise<void> {
    const { live } = this;
    if (!live) return this.show(take, false);
    live.complete = true;
    this.take = take;
    byId('take-title').textContent = titleOf(take);
    byId('take-facts').textContent = factsOf(take);
    this.lane.show(take.pieces, secondsOf(take));
    this.showLength(secondsOf(take));
    await this.waveform.show(take.samples, take.sampleRate, wavFile(take.samples, take.sampleRate));
    if (this.live === live && live.sound.paused) this.handOver();
  }

  // What arrived so far is dropped.
  async cancel(): Promise<void> {
    if (!this.live) return;
    this.endLive();
    if (this.take) await this.show(this.take, false);
    else this.hide();
  }

  toggle(): void {
    if (this.live) {
      void this.live.sound.toggle().then(() => {
        if (this.live?.complete && this.live.sound.paused) this.handOver();
        this.showButton();
      });
    } else if (this.audio.paused) {
      void this.play();
    } else {
      this.audio.pause();
    }
  }

  seek(seconds: number): void {
    if (this.live && !this.live.complete) return; // only what is complete can be sought
    const sounding = this.live !== null;
    this.endLive();
    this.waveform.seek(seconds);
    if (sounding) void this.play();
  }

  skip(seconds: number): void {
    this.seek(this.position + seconds);
  }

  private async play(): Promise<void> {
    try {
      await this.audio.play();
    } catch (error) {
      if ((error as Error).name !== 'AbortError')
        sayError(t('error.play', { reason: String((error as Error).message) }));
    }
  }

  private handOver(): void {
    const at = this.position;
    this.endLive();
    this.waveform.seek(at);
  }

  private endLive(): void {
    void this.live?.sound.stop();
    this.live = null;
    this.showButton();
  }

  private async drawLive(live: Live, peaks: Peaks): Promise<void> {
    live.nextDrawing = Infinity;
    const start = performance.now();
    this.lane.grow(live.seconds);
    this.showLength(live.seconds);
    await this.waveform.grow([...peaks.values], live.seconds);
    // Drawing takes at most a fifth of the time, however much there is to draw.
    const now = performance.now();
    live.nextDrawing = now + Math.max(kRedraw, 4 * (now - start));
  }

  // Moves the cursor with the sound until all was heard.
  private follow(live: Live): void {
    if (this.live !== live) return;
    const { position } = live.sound;
    this.waveform.point(position);
    this.showTime(position);
    if (live.complete && live.sound.drained) {
      this.endLive();
      this.waveform.seek(0);
    } else {
      requestAnimationFrame(() => this.follow(live));
    }
  }

  private reveal(title: string): void {
    byId('take-empty').hidden = true;
    byId('take-body').hidden = false;
    byId('take-title').textContent = title;
  }

  private hide(): void {
    byId('take-empty').hidden = false;
    byId('take-body').hidden = true;
  }

  private setVolume(volume: number): void {
    this.waveform.volume = volume;
    if (this.live) this.live.sound.volume = volume;
  }

  private showTime(seconds: number): void {
    byId('time-now').textContent = seconds.toFixed(2);
    byId('waveform').setAttribute('aria-valuenow', seconds.toFixed(2));
    byId('waveform').setAttribute('aria-valuetext', `${seconds.toFixed(1)} s`);
    this.lane.point(seconds);
  }

  private showLength(seconds: number): void {
    byId('time-all').textContent = seconds.toFixed(2);
    byId('waveform').setAttribute('aria-valuemax', seconds.toFixed(2));
  }

  private showButton(): void {
    const { playing } = this;
    const label = t(playing ? 'take.pause' : 'take.play');
    if (this.button.title !== label) this.button.replaceChildren(icon(playing ? 'pause' : 'play'));
    this.button.title = label;
    this.button.setAttribute('aria-label', label);
  }
}

function factsOf(take: Take): string {
  const { voice, seed } = take.request;
  const speaker = speakerOf(take);
  const who = speaker === voice || voice === 'default' ? speaker : `${voice} · ${speaker}`;
  return `${who} · ${t('take.seed', { n: seed })}`;
}
