const paths = {
  runs: 'M3 4h10M3 8h10M3 12h6',
  add: 'M8 3v10M3 8h10',
  system: 'M2 8h3l2-5 3 10 2-5h2',
  collapse: 'M10 3L5 8l5 5',
  expand: 'M6 3l5 5-5 5',
  sun: 'M8 5a3 3 0 100 6 3 3 0 000-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.5 9.5A6 6 0 116.5 2.5a5 5 0 007 7z',
  auto: 'M2 3h12v8H2zM6 14h4M8 11v3',
  search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.5 10.5L14 14',
  copy: 'M5 5V2.5h8.5V11H11M2.5 5H11v8.5H2.5z',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  play: 'M4.5 3v10l8.5-5z',
  pause: 'M5 3v10M11 3v10',
  stop: 'M4 4h8v8H4z',
  trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 9h6l.5-9',
  again: 'M13 8a5 5 0 11-1.5-3.5M13 2v3h-3',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M8 3v10M4 9l4 4 4-4',
  up: 'M8 13V3M4 7l4-4 4 4',
  settings: 'M2.5 5h5M11.5 5h2M2.5 11h2M8.5 11h5M9.5 3.2a1.8 1.8 0 100 3.6 1.8 1.8 0 000-3.6zM6.5 9.2a1.8 1.8 0 100 3.6 1.8 1.8 0 000-3.6z',
  layers: 'M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  history: 'M2.8 6.2A5.5 5.5 0 112.5 8M2.5 3v3.2h3.2M8 5v3.2l2.2 1.3',
  undo: 'M5.5 3L2.5 6l3 3M2.5 6h6.5a4 4 0 010 8H6',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 015 0v2.3',
  seal: 'M8 1.8l5.2 2v4c0 3.2-2.2 5.2-5.2 6.4-3-1.2-5.2-3.2-5.2-6.4v-4zM5.5 8l1.8 1.8L10.6 6.4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
