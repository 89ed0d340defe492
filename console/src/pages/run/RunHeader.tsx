import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { Run, RunFigures } from '../../api/types';
import { Icon } from '../../components/Icon';
import { ObserverMeter } from '../../components/health/ObserverMeter';
import { Notice } from '../../components/Notice';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusBadge } from '../../components/StatusBadge';
import { useRunControl } from '../../hooks/useRunControl';
import { bytes, count, short } from '../../lib/format';
import { formOfRun, resourcesText, telemetryModes } from '../../lib/runForm';
import { isLive, statusOf } from '../../lib/status';
import { NotRecorded } from './NotRecorded';
import { PaceControl } from './PaceControl';
import { Progress } from './Progress';
import { RunInstruments } from './RunInstruments';
import { StopButton } from './StopButton';
import styles from './RunHeader.module.css';

export function RunHeader({ run, figures }: { run: Run; figures: RunFigures | null }) {
  const control = useRunControl(run.run_id);
  const clipboard = useClipboard({ timeout: 1500 });
  const live = isLive(run);
  const status = statusOf(run);
  const mode = telemetryModes.find((known) => known.value === run.telemetry_mode);
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <span className={styles.status}><StatusBadge status={status} /></span>
        <Progress run={run} figures={figures} />
        <div className={styles.actions}>
          {live && <PaceControl run={run} onRate={(rate) => control.mutateAsync({ act: 'rate', rate })} />}
          {run.status === 'PAUSE' ? (
            <Button size="compact-sm" leftSection={<Icon name="play" size={13} />} data-testid="resume-run" loading={control.isPending} onClick={() => control.mutate({ act: 'resume' })}>Resume</Button>
          ) : (
            live && (
              <Button size="compact-sm" variant="default" leftSection={<Icon name="pause" size={13} />} disabled={run.status !== 'EXEC'} data-testid="pause-run" onClick={() => control.mutate({ act: 'pause' })}>Pause</Button>
            )
          )}
          {live && <StopButton run={run} onStop={() => control.mutate({ act: 'stop' })} />}
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="again" size={13} />}
            renderRoot={(props) => <Link to="/new" search={formOfRun(run)} {...props} />}
          >
            Run again with changes
          </Button>
        </div>
      </div>
      <div className={styles.facts}>
        <span>{run.env_id}</span>
        <span>{run.algorithm}</span>
        {run.seed !== null && <span>seed {run.seed}</span>}
        {run.num_envs > 1 && <span>{run.num_envs} environments</span>}
        {mode && !live && <span title={mode.help}>{mode.label.toLowerCase()}</span>}
        {!live && run.telemetry_mode === 'fast-lane-only' && <NotRecorded live={false} />}
        {run.resources && <span title="Reserved while it runs" data-testid="reserved">{resourcesText(run.resources)}</span>}
        <span title={count(run.steps)}>{short(run.steps)} steps</span>
        <span>{bytes(run.disk_bytes)}</span>
        <span>{run.started_us === null ? 'submitted' : 'started'} <RelativeTime us={run.started_us ?? run.created_us} /></span>
        <span className={styles.id}>
          <code>{run.run_id}</code>
          <Tooltip label={clipboard.copied ? 'Copied' : 'Copy the run id'}>
            <ActionIcon size="xs" variant="subtle" color="gray" aria-label="Copy the run id" onClick={() => clipboard.copy(run.run_id)}>
              <Icon name={clipboard.copied ? 'check' : 'copy'} size={12} />
            </ActionIcon>
          </Tooltip>
        </span>
        {run.reason && !run.damaged && run.status !== 'EXEC' && (
          <span className={styles.reason} data-testid="reason" data-status={status} title={run.reason}>{run.reason}</span>
        )}
      </div>
      {live ? <RunInstruments run={run} control={control} /> : run.observer && <div className={styles.instruments}><ObserverMeter observer={run.observer} /></div>}
      {run.damaged && (
        <Notice kind="error" title="This run is damaged">
          <div>{run.damaged}</div>
          <div>What is sound in it can be recovered: <code>palestra verify {run.run_id} --repair</code> says what is lost.</div>
        </Notice>
      )}
      {control.error && <Notice kind="error" title="The daemon refused">{control.error.message}</Notice>}
    </header>
  );
}
