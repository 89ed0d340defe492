import uPlot from 'uplot';
import type { ChartMark } from '../../lib/chartMarks';
import { short } from '../../lib/format';
import type { Axis } from '../../lib/runSearch';
import { plotMarks } from './plotMarks';

interface PlotSetup {
  axis: Axis;
  /** Name of a colour token. */
  color: string;
  logarithmic: boolean;
  smoothed: boolean;
  /** The vertical axis starts at zero. */
  fromZero: boolean;
  syncKey: string;
  width: number;
  height: number;
  onCursor: (index: number | null) => void;
  onZoom: (low: number, high: number) => void;
  onReset: () => void;
  /** Moments to mark, as of now. */
  marks: () => readonly ChartMark[];
}

/** A drag shorter than this is a click. */
const smallestDragPx = 6;

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** A `#rrggbb` token with an opacity of 0 to 1. */
function faded(color: string, opacity: number): string {
  return `${color}${Math.round(opacity * 255).toString(16).padStart(2, '0')}`;
}

function tick(value: number | null): string {
  if (value === null) return '';
  const size = Math.abs(value);
  if (size >= 10_000) return short(value);
  return String(Number(value.toPrecision(6))).replace('-', '\u2212');
}

function yScale({ logarithmic, fromZero }: PlotSetup): uPlot.Scale {
  if (logarithmic) return { distr: 3 };
  return fromZero ? { range: (_, __, highest) => [0, highest > 0 ? highest * 1.1 : 1] } : {};
}

export function plotOptions(setup: PlotSetup): uPlot.Options {
  const color = token(setup.color);
  const axis: uPlot.Axis = {
    stroke: token('dim'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: token('line'), width: 1 },
    ticks: { show: false },
  };
  const invisible: uPlot.Series = { stroke: 'transparent', points: { show: false } };
  return {
    width: setup.width,
    height: setup.height,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    plugins: [plotMarks(setup.marks)],
    scales: { x: { time: setup.axis === 'time' }, y: yScale(setup) },
    axes: [
      setup.axis === 'time' ? { ...axis, size: 26 } : { ...axis, size: 26, values: (_, ticks) => ticks.map(tick) },
      { ...axis, size: 48, gap: 4, space: 26, values: (_, ticks) => ticks.map(tick) },
    ],
    series: [
      {},
      invisible,
      invisible,
      {
        stroke: setup.smoothed ? faded(color, 0.35) : color,
        width: setup.smoothed ? 1 : 1.5,
        points: { size: 4, fill: color },
      },
      { show: setup.smoothed, stroke: color, width: 2, points: { show: false } },
    ],
    bands: [{ series: [1, 2], fill: faded(color, 0.11) }],
    cursor: {
      sync: { key: setup.syncKey, scales: ['x', null] },
      drag: { x: true, y: false, setScale: false, dist: smallestDragPx },
      points: { size: 7 },
      y: false,
      bind: {
        dblclick: () => () => {
          setup.onReset();
          return null;
        },
      },
    },
    hooks: {
      setCursor: [(plot) => setup.onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < smallestDragPx) return;
          setup.onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}
