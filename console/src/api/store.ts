/** A value that changes often, told to React at most once per animation frame. */
export abstract class FrameStore<T> {
  private readonly listeners = new Set<() => void>();
  private snapshot: T;
  private scheduled = false;

  protected constructor(initial: T) {
    this.snapshot = initial;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  };

  getSnapshot = (): T => this.snapshot;

  /** Builds the next immutable snapshot from the mutable state behind it. */
  protected abstract build(): T;
  protected abstract start(): void;
  protected abstract stop(): void;

  protected changed(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.snapshot = this.build();
      for (const listener of this.listeners) listener();
    });
  }
}
