import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { RunFeed } from '../api/runFeed';
import { SeriesFeed, type SeriesSnapshot } from '../api/seriesFeed';
import { useLink } from './useLive';

interface SeriesRequest {
  metric: string;
  limit: number;
  from?: number;
  to?: number;
  /** Changes when the run ends: the stored series is then final. */
  ended: boolean;
}

/** A series for a chart; while another range is on its way the last one stays, so that nothing jumps. */
export function useSeries(feed: RunFeed, { metric, limit, from, to, ended }: SeriesRequest): SeriesSnapshot {
  const series = useMemo(
    () => new SeriesFeed(feed, metric, limit, from !== undefined && to !== undefined ? { from, to } : null),
    [feed, metric, limit, from, to],
  );
  const snapshot = useSyncExternalStore(series.subscribe, series.getSnapshot);
  const phase = useLink().phase;
  useEffect(() => {
    if (phase === 'connected') series.refresh();
  }, [series, phase, ended]);

  const shown = useRef<{ key: string; snapshot: SeriesSnapshot }>({ key: '', snapshot });
  const key = `${feed.runId} ${metric}`;
  if (snapshot.loaded || shown.current.key !== key) shown.current = { key, snapshot };
  return snapshot.error ? { ...shown.current.snapshot, error: snapshot.error } : shown.current.snapshot;
}
