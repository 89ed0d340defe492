import { useLocalStorage } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { ConnectionState } from './ConnectionState';
import { LossBanner } from './LossBanner';
import { Rail } from './Rail';
import { ThemeToggle } from './ThemeToggle';
import styles from './Shell.module.css';

export function Shell() {
  const [collapsed, setCollapsed] = useLocalStorage({ key: 'palestra-rail', defaultValue: false, getInitialValueInEffect: false });
  return (
    <div className={styles.shell} data-collapsed={collapsed || undefined}>
      <a className={styles.skip} href="#content">Skip to the content</a>
      <Rail collapsed={collapsed} onToggle={() => setCollapsed(!collapsed)} />
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
