import type uPlot from 'uplot';
import type { ChartMark } from '../../lib/chartMarks';
import styles from './Plot.module.css';

/** As wide as a handle can be hit. */
const handlePx = 13;

/** Draws marks as vertical lines over the plot, each with a handle whose tooltip says what happened. */
export function plotMarks(read: () => readonly ChartMark[]): uPlot.Plugin {
  let layer: HTMLDivElement | undefined;
  let drawn: readonly ChartMark[] = [];

  const fill = (marks: readonly ChartMark[]) => {
    drawn = marks;
    layer!.replaceChildren(
      ...marks.map(() => {
        const line = document.createElement('div');
        line.className = styles.mark!;
        line.dataset.testid = 'chart-mark';
        line.append(document.createElement('span'));
        return line;
      }),
    );
  };
  /** Marks too close for handles of their own share the first one's. */
  const place = (plot: uPlot) => {
    const width = plot.over.clientWidth;
    let told = { at: -Infinity, lines: [] as string[], handle: null as HTMLElement | null };
    const tell = () => {
      const text = told.lines.join('\n');
      if (told.handle && told.handle.dataset.lines !== text) told.handle.dataset.lines = text;
    };
    drawn.forEach((mark, i) => {
      const line = layer!.children[i] as HTMLElement;
      const handle = line.firstElementChild as HTMLElement;
      const at = Math.round(plot.valToPos(mark.x, 'x'));
      line.hidden = !(at >= 0 && at <= width);
      if (line.hidden) return;
      line.style.transform = `translateX(${at}px)`;
      line.toggleAttribute('data-right', at > width / 2);
      handle.hidden = at - told.at < handlePx;
      if (handle.hidden) told.lines.push(...mark.lines);
      else {
        tell();
        told = { at, lines: [...mark.lines], handle };
      }
    });
    tell();
  };
  return {
    hooks: {
      ready: (plot) => {
        layer = document.createElement('div');
        layer.className = styles.marks!;
        plot.over.append(layer);
      },
      draw: (plot) => {
        if (!layer) return;
        const marks = read();
        if (marks !== drawn) fill(marks);
        place(plot);
      },
    },
  };
}
