import { Fragment, useMemo } from 'react';
import { marked } from '../../lib/settingSearch';
import styles from './Marked.module.css';

/** A text in which what is searched for stands out. */
export function Marked({ text, search }: { text: string; search: string }) {
  const pieces = useMemo(() => marked(text, search), [text, search]);
  return pieces.map((piece, i) => <Fragment key={i}>{piece.hit ? <mark className={styles.hit}>{piece.text}</mark> : piece.text}</Fragment>);
}
