import { Loader, SegmentedControl } from '@mantine/core';
import type { Run, TelemetryMode } from '../../api/types';
import type { useRunControl } from '../../hooks/useRunControl';
import { telemetryModes } from '../../lib/runForm';
import { isLive } from '../../lib/status';
import { NotRecorded } from './NotRecorded';
import styles from './ModeControl.module.css';

const order: TelemetryMode[] = ['fast-lane-only', 'dual-path', 'durable-only'];
const options = order.map((value) => telemetryModes.find((mode) => mode.value === value)!);

/** Which lanes a run uses, switched while it runs. What was chosen is shown at once, as pending until the daemon agrees. */
export function ModeControl({ run, control }: { run: Run; control: ReturnType<typeof useRunControl> }) {
  const asked = control.isPending && control.variables.act === 'mode' ? control.variables.mode : null;
  const mode = asked ?? run.telemetry_mode;
  const sentence = options.find((option) => option.value === mode)?.help;
  return (
    <div className={styles.mode} data-testid="telemetry-mode" data-mode={run.telemetry_mode} aria-busy={asked !== null}>
      <SegmentedControl
        size="xs"
        className={styles.control}
        aria-label="Telemetry mode"
        value={mode}
        disabled={!isLive(run)}
        readOnly={asked !== null}
        data={options.map(({ value, label, help }) => ({ value, label: <span title={help}>{label}</span> }))}
        onChange={(value) => control.mutate({ act: 'mode', mode: value as TelemetryMode })}
      />
      {asked !== null ? (
        <span className={styles.pending} role="status"><Loader size={12} /> switching …</span>
      ) : mode === 'fast-lane-only' ? (
        <NotRecorded live />
      ) : (
        <span className={styles.sentence} title={sentence}>{sentence}</span>
      )}
    </div>
  );
}
