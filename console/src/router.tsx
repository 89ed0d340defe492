import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './components/NotFound';
import { PageError } from './components/PageError';
import { Shell } from './components/shell/Shell';
import { parseForm } from './lib/runForm';
import { parseRunSearch } from './lib/runSearch';
import { parseRunsSearch } from './lib/runsView';
import { parseSettingsSearch } from './lib/settingsView';
import { parseSearch, stringifySearch } from './lib/urlSearch';
import { RunsPage } from './pages/runs/RunsPage';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/runs', replace: true });
  },
});

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: parseRunsSearch,
  component: RunsPage,
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  validateSearch: parseRunSearch,
  component: lazyRouteComponent(() => import('./pages/run/RunPage'), 'RunPage'),
});

const newRun = createRoute({
  getParentRoute: () => root,
  path: '/new',
  validateSearch: parseForm,
  component: lazyRouteComponent(() => import('./pages/new-run/NewRunPage'), 'NewRunPage'),
});

const system = createRoute({
  getParentRoute: () => root,
  path: '/system',
  validateSearch: (raw): { run?: string } => (typeof raw.run === 'string' && raw.run !== '' ? { run: raw.run } : {}),
  component: lazyRouteComponent(() => import('./pages/system/SystemPage'), 'SystemPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: parseSettingsSearch,
  component: lazyRouteComponent(() => import('./pages/settings/SettingsPage'), 'SettingsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, runs, run, newRun, system, settings]),
  parseSearch,
  stringifySearch,
  defaultErrorComponent: PageError,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
