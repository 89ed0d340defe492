import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartData } from '../../lib/chartData';
import type { ChartMark } from '../../lib/chartMarks';
import type { Axis } from '../../lib/runSearch';
import { plotOptions } from './plotOptions';
import styles from './Plot.module.css';

interface PlotProps {
  data: ChartData;
  axis: Axis;
  color: string;
  logarithmic: boolean;
  smoothing: number;
  fromZero: boolean;
  /** Charts of one key share their cursor. */
  syncKey: string;
  label: string;
  marks?: readonly ChartMark[];
  /** Index of the point under the cursor, or null. */
  onCursor: (index: number | null) => void;
  onZoom: (low: number, high: number) => void;
  onReset: () => void;
}

const noMarks: readonly ChartMark[] = [];

/** A uPlot that keeps its instance while data comes in and is built anew only when its shape or theme changes. */
export function Plot(props: PlotProps) {
  const { data, axis, color, logarithmic, syncKey, smoothing } = props;
  const scheme = useComputedColorScheme('dark');
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const smoothed = smoothing > 0;

  useEffect(() => {
    const element = host.current!;
    const options = plotOptions({
      axis,
      color,
      logarithmic,
      smoothed,
      fromZero: latest.current.fromZero,
      syncKey,
      width: element.clientWidth,
      height: element.clientHeight,
      onCursor: (index) => latest.current.onCursor(index),
      onZoom: (low, high) => latest.current.onZoom(low, high),
      onReset: () => latest.current.onReset(),
      marks: () => latest.current.marks ?? noMarks,
    });
    const instance = new uPlot(options, columns(latest.current.data), element);
    plot.current = instance;
    const observer = new ResizeObserver(() => {
      instance.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      instance.destroy();
      plot.current = null;
    };
  }, [axis, color, logarithmic, smoothed, syncKey, scheme]);

  useEffect(() => {
    plot.current?.setData(columns(data));
  }, [data]);

  useEffect(() => plot.current?.redraw(false, false), [props.marks]);

  return <div ref={host} className={styles.plot} role="img" aria-label={props.label} />;
}

function columns(data: ChartData): uPlot.AlignedData {
  const none = data.banded ? null : data.x.map(() => null);
  return [data.x, none ?? data.high, none ?? data.low, data.raw, data.smoothed];
}
