import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/EmptyState';
import { Icon } from '../../components/Icon';
import { Notice } from '../../components/Notice';
import { useStartDemo } from '../../hooks/useStartDemo';

/** What a visitor sees before the first run. */
export function FirstRun() {
  const demo = useStartDemo();
  return (
    <EmptyState
      title="No runs yet"
      action={
        <>
          <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 8 }}>
            <Button leftSection={<Icon name="play" size={14} />} loading={demo.isPending} data-testid="start-demo" onClick={() => demo.mutate()}>
              Start the demo
            </Button>
            <Button variant="default" renderRoot={(props) => <Link to="/new" {...props} />}>Set up a run</Button>
          </div>
          {demo.error && <Notice kind="error" title="The demo did not start">{demo.error.message}</Notice>}
        </>
      }
    >
      The demo trains an agent to cross a frozen lake, in its own process, while you watch. Every step it takes is recorded.
    </EmptyState>
  );
}
