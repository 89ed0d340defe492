import { memo } from 'react';

const width = 58;
const height = 20;

/** The shape of a run's return over its whole life; the figure beside it says the value. */
export const Sparkline = memo(function Sparkline({ values }: { values: readonly number[] }) {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low || 1;
  const points = finite.map((value, i) => {
    const x = 1 + (i / (finite.length - 1)) * (width - 4);
    const y = height - 3 - ((value - low) / span) * (height - 6);
    return [x.toFixed(1), y.toFixed(1)] as const;
  });
  const end = points.at(-1)!;
  return (
    <svg width={width} height={height} aria-hidden="true" style={{ display: 'block' }}>
      <polyline points={points.map((p) => p.join(',')).join(' ')} fill="none" stroke="var(--accent)" strokeWidth="1.4" strokeLinejoin="round" />
      <circle cx={end[0]} cy={end[1]} r="1.8" fill="var(--accent)" />
    </svg>
  );
});
