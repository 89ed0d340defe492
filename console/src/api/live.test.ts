import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveSocket } from './live';
import { RunFeed, type EpisodeArrival } from './runFeed';
import { RunsFeed } from './runsFeed';

class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: object[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as object);
  }
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  drop() {
    this.readyState = 3;
    this.onclose?.();
  }
}

const newest = () => FakeSocket.all.at(-1)!;
const open = () => new LiveSocket({ address: () => 'ws://x', open: () => new FakeSocket() as unknown as WebSocket, firstRetryMs: 100, lastRetryMs: 200 });
const runMessage = (last: number, episodes: number) => ({
  type: 'run', run: { run_id: 'r' }, figures: {}, episodes_skipped: 0, logs: [], logs_skipped: 0, last_log: 0, last_episode: last,
  episodes: Array.from({ length: episodes }, (_, i) => ({ episode: last - episodes + i })),
});

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a reconnecting client says what it watches again, with its counters', () => {
  const socket = open();
  const feed = new RunFeed(socket, 'r');
  feed.subscribe(() => undefined);
  newest().accept();
  expect(newest().sent).toEqual([{ watch: 'run', run_id: 'r', since_episode: 0, since_log: 0 }]);
  newest().say(runMessage(7, 7));
  newest().drop();
  expect(socket.state.phase).toBe('lost');
  vi.advanceTimersByTime(100);
  newest().accept();
  expect(FakeSocket.all).toHaveLength(2);
  expect(newest().sent).toEqual([{ watch: 'run', run_id: 'r', since_episode: 7, since_log: 0 }]);
  expect(socket.state.phase).toBe('connected');
});

test('nothing is missed and nothing doubled over a reconnect', () => {
  const feed = new RunFeed(open(), 'r');
  const arrivals: EpisodeArrival[] = [];
  feed.onEpisodes((arrival) => arrivals.push(arrival));
  feed.subscribe(() => undefined);
  newest().accept();
  newest().say(runMessage(5, 5));
  newest().drop();
  vi.advanceTimersByTime(100);
  newest().accept();
  newest().say(runMessage(8, 6));
  expect(arrivals.flatMap((arrival) => arrival.fresh.map((episode) => episode.row))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  newest().say(runMessage(1000, 200));
  expect(arrivals.at(-1)).toMatchObject({ skipped: 792 });
});

test('the tail of episodes is bounded and has no gap in it', () => {
  const feed = new RunFeed(open(), 'r');
  feed.subscribe(() => undefined);
  newest().accept();
  for (let last = 100; last <= 2000; last += 100) newest().say(runMessage(last, 100));
  const rows = feed.newestEpisodes.map((episode) => episode.row);
  expect(rows).toEqual(Array.from({ length: 500 }, (_, i) => 1501 + i));
  newest().say(runMessage(9000, 3));
  expect(feed.newestEpisodes.map((episode) => episode.row)).toEqual([8998, 8999, 9000]);
});

test('the first list of a connection replaces what was known, later ones change it', () => {
  const feed = new RunsFeed(open());
  feed.subscribe(() => undefined);
  newest().accept();
  newest().say({ type: 'runs', runs: [{ run_id: 'a' }, { run_id: 'b' }] });
  newest().say({ type: 'runs', runs: [{ run_id: 'c' }], removed: ['a'] });
  vi.advanceTimersByTime(16);
  expect(feed.getSnapshot().rows.map((run) => run.run_id)).toEqual(['b', 'c']);
  newest().drop();
  vi.advanceTimersByTime(100);
  newest().accept();
  newest().say({ type: 'runs', runs: [{ run_id: 'd' }] });
  vi.advanceTimersByTime(16);
  expect(feed.getSnapshot().rows.map((run) => run.run_id)).toEqual(['d']);
});

test('many messages are drawn once per animation frame', () => {
  const feed = new RunsFeed(open());
  const drawn = vi.fn();
  feed.subscribe(drawn);
  newest().accept();
  for (let i = 0; i < 50; i++) newest().say({ type: 'runs', runs: [{ run_id: String(i) }] });
  vi.advanceTimersByTime(16);
  expect(drawn).toHaveBeenCalledTimes(1);
});

test('a message that is not JSON does no harm', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const feed = new RunsFeed(open());
  feed.subscribe(() => undefined);
  newest().accept();
  newest().onmessage?.({ data: '{' });
  newest().say({ type: 'runs', runs: [] });
  vi.advanceTimersByTime(16);
  expect(feed.getSnapshot().loaded).toBe(true);
});
