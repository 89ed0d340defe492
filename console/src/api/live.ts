import { parseJson } from '../lib/safeJson';
import type { LiveMessage } from './types';

export type LinkPhase = 'connecting' | 'connected' | 'lost';

export interface LinkState {
  phase: LinkPhase;
  /** When this phase began, milliseconds since the Unix epoch. */
  since: number;
}

export interface Watch {
  key: string;
  /** What to say on every new connection; asked anew each time, so it can carry up-to-date `since_…` counters. */
  hello: () => object;
  goodbye: object;
  onMessage: (message: LiveMessage) => void;
  onLost?: () => void;
}

interface LiveSocketOptions {
  address: () => string;
  open?: (address: string) => WebSocket;
  now?: () => number;
  firstRetryMs?: number;
  lastRetryMs?: number;
}

/**
 * The one socket for live data. Connects while anything is watched or a listener wants its state, reconnects with growing pauses, and
 * says every watch again after each reconnect. Feeds keep what they received, so a loss only stops time.
 */
export class LiveSocket {
  private readonly watches = new Map<string, Watch>();
  private readonly listeners = new Set<() => void>();
  private socket: WebSocket | null = null;
  private retryMs: number;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;
  private link: LinkState;

  constructor(private readonly options: LiveSocketOptions) {
    this.retryMs = options.firstRetryMs ?? 400;
    this.link = { phase: 'connecting', since: this.now() };
  }

  get state(): LinkState {
    return this.link;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.connect();
    return () => this.listeners.delete(listener);
  };

  watch(watch: Watch): () => void {
    if (this.watches.has(watch.key)) throw new Error(`"${watch.key}" is watched already; feeds share one watch.`);
    this.watches.set(watch.key, watch);
    this.say(watch.hello());
    this.connect();
    return () => {
      this.watches.delete(watch.key);
      this.say(watch.goodbye);
    };
  }

  /** Try now instead of after the pause. */
  retryNow(): void {
    if (this.retryTimer) clearTimeout(this.retryTimer);
    this.retryTimer = null;
    this.connect();
  }

  private connect(): void {
    if (this.socket || this.retryTimer) return;
    const address = this.options.address();
    const socket = this.options.open ? this.options.open(address) : new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => {
      this.retryMs = this.options.firstRetryMs ?? 400;
      for (const watch of this.watches.values()) this.say(watch.hello());
      this.move('connected');
    };
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      for (const watch of this.watches.values()) watch.onLost?.();
      this.move('lost');
      this.retryTimer = setTimeout(() => {
        this.retryTimer = null;
        this.connect();
      }, this.retryMs);
      this.retryMs = Math.min(this.retryMs * 1.6, this.options.lastRetryMs ?? 5000);
    };
  }

  private receive(data: unknown): void {
    if (typeof data !== 'string') return;
    let message: LiveMessage;
    try {
      message = parseJson<LiveMessage>(data);
    } catch {
      console.error('The live socket sent something that is not JSON.');
      return;
    }
    if (message.type === 'error') {
      console.warn(`The live socket reports: ${message.detail}`);
      return;
    }
    // Word of the settings comes with the system.
    const key = message.type === 'run' ? `run:${message.run.run_id}` : message.type === 'settings' ? 'system' : message.type;
    this.watches.get(key)?.onMessage(message);
  }

  private say(message: object): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  private move(phase: LinkPhase): void {
    if (this.link.phase === phase) return;
    this.link = { phase, since: this.now() };
    for (const listener of this.listeners) listener();
  }

  private now(): number {
    return this.options.now ? this.options.now() : Date.now();
  }
}
