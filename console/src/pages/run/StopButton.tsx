import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../api/types';
import { Icon } from '../../components/Icon';
import { duration } from '../../lib/format';
import { elapsedSeconds } from '../../lib/status';

/** A run that took longer than this to get where it is asks first. */
const preciousSeconds = 600;

export function StopButton({ run, onStop }: { run: Run; onStop: () => void }) {
  const [asking, setAsking] = useState(false);
  const elapsed = () => elapsedSeconds(run, Date.now()) ?? 0;
  const stop = () => {
    setAsking(false);
    onStop();
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Icon name="stop" size={13} />}
        data-testid="stop-run"
        onClick={() => (elapsed() > preciousSeconds ? setAsking(true) : stop())}
      >
        Stop
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Stop ${run.name}?`} centered>
        It has been at work for {duration(elapsed())}. What it recorded stays; it cannot be taken up again.
        <Group justify="flex-end" mt="md" gap="xs">
          <Button size="xs" variant="default" data-autofocus onClick={() => setAsking(false)}>Let it run</Button>
          <Button size="xs" color="red" onClick={stop}>Stop the run</Button>
        </Group>
      </Modal>
    </>
  );
}
