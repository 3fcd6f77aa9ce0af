// The outline of samples that arrive: the highest and the lowest of each block.
export class Peaks {
  readonly values: number[] = [];
  private high = -1;
  private low = 1;
  private filled = 0;

  constructor(private readonly block: number) {}

  add(samples: Int16Array): void {
    for (const sample of samples) {
      const value = sample / 32768;
      this.high = Math.max(this.high, value);
      this.low = Math.min(this.low, value);
      if (++this.filled < this.block) continue;
      this.values.push(this.high, this.low);
      this.high = -1;
      this.low = 1;
      this.filled = 0;
    }
  }
}
