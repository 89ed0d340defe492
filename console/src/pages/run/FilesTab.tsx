import { Button } from '@mantine/core';
import { exportPath } from '../../api/paths';
import type { Run } from '../../api/types';
import { CommandLine } from '../../components/CommandLine';
import { Icon } from '../../components/Icon';
import { bytes, plural } from '../../lib/format';
import styles from './RunTabs.module.css';

const formats = [
  { format: 'jsonl', label: 'JSON lines', help: 'One step a line' },
  { format: 'csv', label: 'CSV', help: 'For spreadsheets and pandas' },
  { format: 'npz', label: 'NumPy', help: 'Arrays per stream' },
];

export function FilesTab({ run }: { run: Run }) {
  return (
    <div className={styles.pad}>
      <div className={styles.columns}>
        <div>
          <h3>Export {plural(run.steps, 'step')}</h3>
          <div style={{ display: 'flex', gap: 8 }}>
            {formats.map(({ format, label, help }) => (
              <Button key={format} component="a" href={exportPath(run.run_id, format)} download size="xs" variant="default" title={help} leftSection={<Icon name="download" size={13} />}>
                {label}
              </Button>
            ))}
          </div>
        </div>
        <div>
          <h3>The same run from the command line</h3>
          <CommandLine text={run.command_line} />
        </div>
      </div>
      {run.artifacts.length > 0 ? (
        <table className={styles.table}>
          <thead><tr><th>File of the run</th><th className={styles.number}>Size</th></tr></thead>
          <tbody>
            {run.artifacts.map((file) => (
              <tr key={file.name}><td><code>{file.name}</code></td><td className={styles.number}>{bytes(file.bytes)}</td></tr>
            ))}
          </tbody>
        </table>
      ) : (
        <span className="dim">The run has left no other files.</span>
      )}
    </div>
  );
}
