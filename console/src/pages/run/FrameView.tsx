import { useElementSize } from '@mantine/hooks';
import type { CountedEpisode } from '../../api/runFeed';
import type { Run, RunFigures } from '../../api/types';
import { useFrames } from '../../hooks/useFrames';
import { count, measure, milliseconds, rate, short } from '../../lib/format';
import { fitted } from '../../lib/fit';
import { isLive } from '../../lib/status';
import { FramePlaceholder } from './FramePlaceholder';
import styles from './FrameView.module.css';

interface Props {
  run: Run;
  figures: RunFigures | null;
  newest: CountedEpisode | undefined;
}

/** The freshest frame, as large as fits, with what the agent is doing around it. */
export function FrameView({ run, figures, newest }: Props) {
  const live = isLive(run);
  const hasFrames = run.telemetry_mode !== 'durable-only';
  const frames = useFrames(run.run_id, live && hasFrames);
  const { ref, width, height } = useElementSize();
  const header = frames.header;
  // A run that records nothing is counted nowhere but on its frames.
  const unrecorded = live && run.telemetry_mode === 'fast-lane-only';
  const speed = unrecorded ? header?.stepsPerSecond : (figures?.steps_per_second ?? header?.stepsPerSecond ?? run.steps_per_second);
  const size = header ? fitted(header.width, header.height, width, height, window.devicePixelRatio) : null;

  return (
    <section className={styles.view} aria-label="Frame">
      <div ref={ref} className={styles.stage}>
        <canvas
          ref={frames.canvas}
          data-testid="frame-canvas"
          aria-label={header ? `Frame ${header.number} of ${run.env_id}` : `No frame of ${run.env_id} yet`}
          role="img"
          style={size ? { width: size.width, height: size.height, imageRendering: size.enlarged ? 'pixelated' : 'auto' } : { display: 'none' }}
        />
        {!header && (
          <FramePlaceholder run={run}>
            {!hasFrames
              ? 'No frames: the telemetry mode is durable only.'
              : !live
                ? 'The run has ended; frames are live only. This is where its episodes begin.'
                : (frames.problem ?? 'Waiting for the first frame …')}
          </FramePlaceholder>
        )}
        {header && frames.problem && <p className={styles.problem}>{frames.problem}</p>}
      </div>
      <dl className={styles.hud}>
        <div><dt>Episodes</dt><dd>{count(Math.max(newest?.row ?? 0, run.episodes))}</dd></div>
        <div><dt>Steps</dt><dd title={count(run.steps)}>{run.steps < 10_000_000 ? count(run.steps) : short(run.steps)}</dd></div>
        <div><dt>Last reward</dt><dd>{measure(header?.reward)}</dd></div>
        <div><dt>Return (100)</dt><dd>{measure(figures?.rolling_return ?? header?.rollingReturn ?? run.mean_return_100)}</dd></div>
        <div><dt>Steps/s</dt><dd data-testid="hud-speed">{rate(speed)}</dd></div>
        <div><dt>Frame</dt><dd data-testid="frame-number">{count(header?.number)}</dd></div>
        <div><dt>Frame age</dt><dd>{live ? milliseconds(frames.ageMs) : '–'}</dd></div>
        <div><dt>Frames/s</dt><dd>{live ? rate(frames.framesPerSecond) : '–'}</dd></div>
      </dl>
    </section>
  );
}
