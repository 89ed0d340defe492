import type { Condition } from '../../lib/health';

/** One shape per condition, so that colour is never alone. */
const shapes: Record<Condition, React.ReactNode> = {
  fine: <path d="M2 6.3l2.7 2.8L10 3.2" strokeWidth="1.9" />,
  waiting: <circle cx="6" cy="6" r="4" strokeWidth="1.5" strokeDasharray="2.6 2" />,
  stalled: <path d="M6 1.4l5 8.9H1zM6 4.6v2.7M6 8.7v.1" strokeWidth="1.4" />,
  lost: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" strokeWidth="2.1" />,
};

const colors: Record<Condition, string> = { fine: 'succeeded', waiting: 'waiting', stalled: 'paused', lost: 'failed' };

export function ConditionMark({ condition, title }: { condition: Condition; title?: string }) {
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke={`var(--${colors[condition]})`}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title ? 'img' : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
    >
      {title && <title>{title}</title>}
      {shapes[condition]}
    </svg>
  );
}
