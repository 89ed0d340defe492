const storageKey = 'palestra-token';

/** On an address other than loopback the daemon prints a URL with `?token=`: keep it for this tab, and take it out of the permalink. */
function takeToken(): string | null {
  const url = new URL(window.location.href);
  const given = url.searchParams.get('token');
  try {
    if (given) {
      sessionStorage.setItem(storageKey, given);
      url.searchParams.delete('token');
      window.history.replaceState(window.history.state, '', url);
    }
    return given ?? sessionStorage.getItem(storageKey);
  } catch {
    return given;
  }
}

export const token = takeToken();

/** Address of a call that cannot carry a header: sockets, images, downloads. */
export function withToken(path: string): string {
  if (!token) return path;
  return `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`;
}

export function socketAddress(path: string): string {
  const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:';
  return withToken(`${scheme}//${window.location.host}${path}`);
}
