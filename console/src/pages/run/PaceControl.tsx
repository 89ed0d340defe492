import { Button, Group, Popover, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Run } from '../../api/types';
import { Icon } from '../../components/Icon';
import { short } from '../../lib/format';
import { checkNumber } from '../../lib/parameters';

const presets = [10, 100, 1000];

/** The most steps per second a run may take, changed while it runs. */
export function PaceControl({ run, onRate }: { run: Run; onRate: (rate: number) => Promise<unknown> }) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const checked = checkNumber('the pace', text, { min: 0, unit: 'steps/s' });
  const send = (rate: number) => {
    setOpened(false);
    // A refusal is shown at the head of the page.
    void onRate(rate).catch(() => undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (checked.ok) send(Number(checked.value ?? 0));
  };
  const pace = run.rate_hz ? `${short(run.rate_hz)} steps/s` : 'full speed';
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus width={250}>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="system" size={13} />}
          aria-label={`Pace: ${pace}. Change`}
          onClick={() => {
            setText(run.rate_hz ? String(run.rate_hz) : '');
            setOpened(!opened);
          }}
        >
          {pace}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <TextInput
            size="xs"
            label="Most steps per second"
            description="Empty or 0: as fast as it goes"
            inputMode="decimal"
            data-autofocus
            value={text}
            error={checked.ok ? undefined : checked.error}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group gap={6} mt={8}>
            {presets.map((rate) => (
              <Button key={rate} size="compact-xs" variant="default" onClick={() => send(rate)}>{short(rate)}</Button>
            ))}
            <Button size="compact-xs" variant="default" onClick={() => send(0)}>full speed</Button>
            <Button type="submit" size="compact-xs" ml="auto" disabled={!checked.ok}>Set</Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
