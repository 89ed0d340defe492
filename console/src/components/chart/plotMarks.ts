import type uPlot from 'uplot';
import type { ChartMark } from '../../lib/chartMarks';
import styles from './Plot.module.css';

/** Draws marks as vertical lines over the plot, each with a handle whose tooltip says what happened. */
export function plotMarks(read: () => readonly ChartMark[]): uPlot.Plugin {
  let layer: HTMLDivElement | undefined;
  let drawn: readonly ChartMark[] = [];

  const fill = (marks: readonly ChartMark[]) => {
    drawn = marks;
    layer!.replaceChildren(
      ...marks.map((mark) => {
        const line = document.createElement('div');
        line.className = styles.mark!;
        line.dataset.testid = 'chart-mark';
        const handle = line.appendChild(document.createElement('span'));
        handle.dataset.lines = mark.lines.join('\n');
        return line;
      }),
    );
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
        const width = plot.over.clientWidth;
        marks.forEach((mark, i) => {
          const line = layer!.children[i] as HTMLElement;
          const at = plot.valToPos(mark.x, 'x');
          line.hidden = !(at >= 0 && at <= width);
          line.style.transform = `translateX(${Math.round(at)}px)`;
          line.toggleAttribute('data-right', at > width / 2);
        });
      },
    },
  };
}
