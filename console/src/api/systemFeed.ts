import { BlockWatch } from '../lib/blockWatch';
import { pipelineRates, type PipelineRates } from '../lib/rates';
import type { LiveSocket } from './live';
import { FrameStore } from './store';
import type { LiveMessage, SystemInfo } from './types';

export type SettingsNews = Extract<LiveMessage, { type: 'settings' }>;

export interface SystemSnapshot {
  system: SystemInfo | null;
  /** Rates per second by run, from the differences of counters. */
  rates: Record<string, PipelineRates>;
  /** Runs whose training waits for room. */
  blocked: ReadonlySet<string>;
}

interface Sample {
  at: number;
  system: SystemInfo;
}

/** Counters are differenced over about this long, so that rates are readable. */
const rateWindowMs = 1000;

export class SystemFeed extends FrameStore<SystemSnapshot> {
  private samples: Sample[] = [];
  private readonly blocks = new BlockWatch();
  private unwatch: (() => void) | null = null;
  private readonly settingsListeners = new Set<(news: SettingsNews) => void>();

  constructor(private readonly socket: LiveSocket) {
    super({ system: null, rates: {}, blocked: new Set() });
  }

  /** Hears of changed settings and of a bad settings file while the system is watched; first how the file stands. */
  onSettings(listener: (news: SettingsNews) => void): () => void {
    this.settingsListeners.add(listener);
    const leave = this.subscribe(() => {});
    return () => {
      this.settingsListeners.delete(listener);
      leave();
    };
  }

  protected build(): SystemSnapshot {
    const newest = this.samples.at(-1);
    if (!newest) return { system: null, rates: {}, blocked: new Set() };
    const oldest = this.samples[0] ?? newest;
    const seconds = (newest.at - oldest.at) / 1000;
    const rates: Record<string, PipelineRates> = {};
    for (const run of newest.system.runs) {
      const before = oldest.system.runs.find((other) => other.run_id === run.run_id);
      rates[run.run_id] = pipelineRates(before ?? run, run, seconds);
    }
    return { system: newest.system, rates, blocked: this.blocks.blocked };
  }

  protected start(): void {
    this.unwatch = this.socket.watch({
      key: 'system',
      hello: () => ({ watch: 'system' }),
      goodbye: { unwatch: 'system' },
      onLost: () => {
        this.samples = this.samples.slice(-1);
      },
      onMessage: (message) => {
        if (message.type === 'settings') for (const listener of this.settingsListeners) listener(message);
        if (message.type !== 'system') return;
        const at = performance.now();
        this.blocks.take(message.system.runs);
        this.samples.push({ at, system: message.system });
        while (this.samples.length > 2 && at - (this.samples[1]?.at ?? at) >= rateWindowMs) this.samples.shift();
        this.changed();
      },
    });
  }

  protected stop(): void {
    this.unwatch?.();
    this.unwatch = null;
    this.samples = this.samples.slice(-1);
  }
}
