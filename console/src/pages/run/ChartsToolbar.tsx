import { Button, SegmentedControl, Slider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { count } from '../../lib/format';
import { defaultSmoothing, mostSmoothing, type Axis, type RunSearch } from '../../lib/runSearch';
import styles from './Charts.module.css';

interface Props {
  axes: Axis[];
  axis: Axis;
  smoothing: number;
  search: RunSearch;
  onChange: (part: Partial<RunSearch>, replace?: boolean) => void;
}

const labels: Record<Axis, string> = { episodes: 'Episodes', steps: 'Steps', time: 'Wall time' };

export function ChartsToolbar({ axes, axis, smoothing, search, onChange }: Props) {
  const [dragged, setDragged] = useState(smoothing);
  useEffect(() => setDragged(smoothing), [smoothing]);
  const smooth = (value: number) => {
    setDragged(value);
    onChange({ smooth: value === defaultSmoothing ? undefined : value }, true);
  };
  return (
    <div className={styles.toolbar}>
      <SegmentedControl
        size="xs"
        className={styles.axis}
        aria-label="Horizontal axis"
        value={axis}
        data={axes.map((value) => ({ value, label: labels[value] }))}
        onChange={(value) => onChange({ x: value === 'episodes' ? undefined : (value as Axis) })}
      />
      <span className={styles.smoothing}>
        <span id="smoothing-label">Smoothing</span>
        <Slider
          w={96}
          size="sm"
          min={0}
          max={mostSmoothing}
          step={0.01}
          label={null}
          value={dragged}
          thumbProps={{ 'aria-labelledby': 'smoothing-label' }}
          onChange={smooth}
        />
        <output className={styles.weight}>{dragged.toFixed(2)}</output>
      </span>
      <span className={styles.hint}>
        {search.from !== undefined && search.to !== undefined ? (
          <>
            <span className="ellipsis">Episodes {count(search.from)} to {count(search.to)}</span>
            <Button size="compact-xs" variant="default" flex="none" onClick={() => onChange({ from: undefined, to: undefined })}>Show all</Button>
          </>
        ) : (
          <span className={styles.tip}>Drag zooms, double-click shows all</span>
        )}
      </span>
    </div>
  );
}
