import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import type { Setting, SettingChange } from '../../api/settingTypes';
import { Notice } from '../../components/Notice';
import { undoSentence } from '../../lib/settingsView';
import styles from './HistoryView.module.css';

interface Props {
  change: SettingChange | null;
  setting: Setting | undefined;
  onClose: () => void;
}

/** Says what will be, and asks. */
export function UndoDialog({ change, setting, onClose }: Props) {
  const client = useQueryClient();
  const [kept, setKept] = useState(change);
  const undo = useMutation({
    mutationFn: (id: number) => api.undoSetting(id),
    onSuccess: onClose,
    onSettled: () => void client.invalidateQueries({ queryKey: ['settings'] }),
  });
  const { reset } = undo;
  useEffect(() => {
    if (!change) return;
    setKept(change);
    reset();
  }, [change, reset]);
  const shown = change ?? kept;
  return (
    <Modal opened={change !== null} onClose={onClose} title="Undo this change?" centered>
      {shown && <p className={styles.words}>{undoSentence(shown, setting)}</p>}
      {undo.error && <Notice kind="error" title="The change was not undone">{undo.error.message}</Notice>}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" size="xs" onClick={onClose}>Keep it</Button>
        <Button size="xs" data-autofocus data-testid="undo-confirm" loading={undo.isPending} onClick={() => shown && undo.mutate(shown.id)}>Undo</Button>
      </Group>
    </Modal>
  );
}
