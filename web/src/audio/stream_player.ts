import { toFloat } from './pcm';

const kLead = 0.12; // seconds between the arrival of the first samples and their sound

interface Scheduled {
  at: number; // on the clock of the context
  from: number; // in the take, seconds
  seconds: number;
}

// Plays a take while it arrives. When the server is slower than speech, it waits for more.
export class StreamPlayer {
  private readonly context: AudioContext;
  private readonly gain: GainNode;
  private readonly scheduled: Scheduled[] = [];
  private seconds = 0;
  private halted = false;
  private closed = false;

  // Must be called while the user acts, or the browser keeps it silent.
  constructor(volume: number) {
    this.context = new AudioContext();
    this.gain = this.context.createGain();
    this.gain.gain.value = volume;
    this.gain.connect(this.context.destination);
  }

  add(samples: Int16Array, sampleRate: number): void {
    if (this.closed || samples.length === 0) return;
    const buffer = this.context.createBuffer(1, samples.length, sampleRate);
    buffer.copyToChannel(toFloat(samples), 0);
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.gain);
    const last = this.scheduled.at(-1);
    const next = last ? last.at + last.seconds : 0;
    const now = this.context.currentTime;
    const at = next < now ? now + kLead : next;
    source.start(at);
    this.scheduled.push({ at, from: this.seconds, seconds: buffer.duration });
    this.seconds += buffer.duration;
  }

  set volume(volume: number) {
    this.gain.gain.value = volume;
  }

  get paused(): boolean {
    return this.closed || this.halted;
  }

  async toggle(): Promise<void> {
    if (this.closed) return;
    this.halted = !this.halted;
    await (this.halted ? this.context.suspend() : this.context.resume());
  }

  // Of what is heard, in seconds of the take.
  get position(): number {
    const now = this.context.currentTime - (this.context.outputLatency || 0);
    const heard = this.scheduled.findLast((chunk) => chunk.at <= now);
    return heard ? heard.from + Math.min(now - heard.at, heard.seconds) : 0;
  }

  // All that arrived was heard.
  get drained(): boolean {
    return this.closed || this.position >= this.seconds - 0.005;
  }

  async stop(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.context.close();
  }
}
