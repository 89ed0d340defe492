import { useEffect, useRef } from 'react';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** One key for the whole page; silent while someone types or a dialog is open. */
export function useHotkey(keys: string | string[], action: (event: KeyboardEvent) => void): void {
  const latest = useRef(action);
  latest.current = action;
  const wanted = Array.isArray(keys) ? keys.join('\n') : keys;
  useEffect(() => {
    const list = wanted.split('\n');
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (!list.includes(event.key) || isTyping(event.target) || isDialogOpen()) return;
      event.preventDefault();
      latest.current(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [wanted]);
}
