import { Button } from '@mantine/core';
import { EmptyState } from './EmptyState';

/** The last resort: a page that failed to load or draw says so instead of staying blank. */
export function PageError({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <EmptyState
      title="This page could not be shown"
      action={
        <div style={{ display: 'flex', gap: 8 }}>
          <Button variant="default" onClick={reset}>Try again</Button>
          <Button onClick={() => window.location.reload()}>Reload</Button>
        </div>
      }
    >
      {error instanceof Error ? error.message : String(error)}
    </EmptyState>
  );
}
