import type { ExplainedSetting } from '../../api/settingTypes';
import { shown } from '../../lib/settingsView';
import { textOfSetting } from '../../lib/settingValue';
import { Icon } from '../Icon';
import { OriginBadge } from './OriginBadge';
import styles from './SettingLayers.module.css';

/** All layers of a setting, strongest first: what each says, where, and why it wins or loses. */
export function SettingLayers({ setting }: { setting: ExplainedSetting }) {
  return (
    <ol className={styles.layers}>
      {setting.layers.toReversed().map((layer) => (
        <li key={layer.layer} data-wins={layer.wins || undefined} data-testid={`layer-${layer.layer}`}>
          <OriginBadge origin={layer.layer} />
          <div className={styles.says}>
            <div className={styles.value}>
              {layer.value === null ? <span className="dim">–</span> : <code>{setting.secret ? 'set' : shown(textOfSetting(layer.value))}</code>}
              {layer.wins && <span className={styles.wins}><Icon name="check" size={12} />in force</span>}
            </div>
            {layer.source && <div className={styles.source}>{layer.source}</div>}
            <div className={styles.note}>{layer.note}</div>
          </div>
        </li>
      ))}
    </ol>
  );
}
