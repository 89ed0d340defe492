import type { SettingsProblem } from '../../api/settingTypes';
import { Notice } from '../../components/Notice';
import { RelativeTime } from '../../components/RelativeTime';
import styles from './SettingsPage.module.css';

/** What is wrong with the settings file, every sentence of it, and what the daemon warned about at its start. */
export function FileProblem({ problem, warnings }: { problem: SettingsProblem | null; warnings: string[] }) {
  return (
    <>
      {problem && (
        <div className={styles.notice} data-testid="file-problem">
          <Notice kind="error" title="The settings file is not valid: the old values stay in force" action={<span className="dim nowrap"><RelativeTime us={problem.time_us} /></span>}>
            {problem.errors.length > 0 ? (
              <ul>
                {problem.errors.map((error) => <li key={error.sentence}>{error.sentence}</li>)}
              </ul>
            ) : (
              problem.detail
            )}
            <div className="dim">Mend the file; the daemon reads it again by itself.</div>
          </Notice>
        </div>
      )}
      {warnings.length > 0 && (
        <div className={styles.notice}>
          <Notice kind="warning" title={warnings.length === 1 ? 'The daemon warned about a setting' : 'The daemon warned about settings'}>
            <ul>
              {warnings.map((warning) => <li key={warning}>{warning}</li>)}
            </ul>
          </Notice>
        </div>
      )}
    </>
  );
}
