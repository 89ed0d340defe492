import { withToken } from './token';
import type { Values } from './types';

/** Addresses that the browser itself opens: images and downloads. */
export function previewPath(envId: string, args: Values): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) {
    parts.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const text = parts.toString();
  return withToken(`/api/v1/environments/${encodeURIComponent(envId)}/preview.png${text === '' ? '' : `?${text}`}`);
}

export function exportPath(runId: string, format: string): string {
  return withToken(`/api/v1/runs/${encodeURIComponent(runId)}/export?format=${format}`);
}
