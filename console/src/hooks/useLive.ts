import { useMemo, useSyncExternalStore } from 'react';
import type { LinkState } from '../api/live';
import type { RunFeed, RunSnapshot } from '../api/runFeed';
import type { RunsSnapshot } from '../api/runsFeed';
import { liveSocket, runFeedOf, runsFeed, systemFeed } from '../api/shared';
import type { SystemSnapshot } from '../api/systemFeed';

export function useLink(): LinkState {
  return useSyncExternalStore(liveSocket.subscribe, () => liveSocket.state);
}

export function useRuns(): RunsSnapshot {
  return useSyncExternalStore(runsFeed.subscribe, runsFeed.getSnapshot);
}

export function useSystem(): SystemSnapshot {
  return useSyncExternalStore(systemFeed.subscribe, systemFeed.getSnapshot);
}

export function useRunFeed(runId: string): [RunFeed, RunSnapshot] {
  const feed = useMemo(() => runFeedOf(runId), [runId]);
  return [feed, useSyncExternalStore(feed.subscribe, feed.getSnapshot)];
}
