import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { ConnectionState } from './ConnectionState';
import { LossBanner } from './LossBanner';
import { Rail } from './Rail';
import { ThemeToggle } from './ThemeToggle';
import styles from './Shell.module.css';

const atOnce = { getInitialValueInEffect: false };

export function Shell() {
  const [chosen, setChosen] = useLocalStorage<boolean | null>({ key: 'palestra-rail', defaultValue: null, ...atOnce });
  // Words beside the icons are worth their room on a wide screen; on a phone there is none for them.
  const narrow = useMediaQuery('(width < 1100px)', false, atOnce);
  const cramped = useMediaQuery('(width < 720px)', false, atOnce);
  const collapsed = cramped || (chosen ?? narrow);
  return (
    <div className={styles.shell} data-collapsed={collapsed || undefined}>
      <a className={styles.skip} href="#content">Skip to the content</a>
      <Rail collapsed={collapsed} onToggle={cramped ? undefined : () => setChosen(!collapsed)} />
      <div className={styles.main}>
        <header className={styles.top}>
          <div id="page-title" className={styles.title} />
          <ConnectionState />
          <ThemeToggle />
        </header>
        <LossBanner />
        <main id="content" className={styles.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}
