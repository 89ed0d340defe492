import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** The title of a page, in the top bar and in the browser's tab. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById('page-title')), []);
  useEffect(() => {
    document.title = `${title} · Palestra`;
  }, [title]);
  return place && createPortal(children ?? <h1 title={title}>{title}</h1>, place);
}
