import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client';
import { LiveSocket } from './live';
import { RunFeed } from './runFeed';
import { RunsFeed } from './runsFeed';
import { SystemFeed } from './systemFeed';
import { socketAddress } from './token';

export const liveSocket = new LiveSocket({ address: () => socketAddress('/api/v1/live') });
export const runsFeed = new RunsFeed(liveSocket);
export const systemFeed = new SystemFeed(liveSocket);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

/** What was fetched may be out of date after a loss: ask again once the daemon is back. */
let lost = false;
liveSocket.subscribe(() => {
  if (liveSocket.state.phase === 'lost') lost = true;
  if (liveSocket.state.phase !== 'connected' || !lost) return;
  lost = false;
  void queryClient.invalidateQueries();
});

const keptFeeds = 6;
const runFeeds = new Map<string, RunFeed>();

/** The feed of a run; a few recently used ones keep what they have, so going back is instant. */
export function runFeedOf(runId: string): RunFeed {
  const feed = runFeeds.get(runId) ?? new RunFeed(liveSocket, runId);
  runFeeds.delete(runId);
  runFeeds.set(runId, feed);
  for (const id of runFeeds.keys()) {
    if (runFeeds.size <= keptFeeds) break;
    if (id !== runId) runFeeds.delete(id);
  }
  return feed;
}
