/** Levenshtein distance in which swapping two neighbours is one change, as the daemon counts it. */
export function distance(left: string, right: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1;
      let least = Math.min(current[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + change);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      current.push(least);
    }
    before = previous;
    previous = current;
  }
  return previous[right.length]!;
}

/** Further away than this share of the longer word is a guess, not help. */
const plausibleShare = 0.4;

/** The word that was probably meant, of words without dots. */
export function nearestWord(text: string, words: readonly string[]): string | null {
  const wanted = text.toLowerCase();
  let nearest: string | null = null;
  let least = Infinity;
  for (const word of [...words].sort((a, b) => (a < b ? -1 : 1))) {
    const share = distance(wanted, word.toLowerCase()) / Math.max(1, wanted.length, word.length);
    if (share < least) [nearest, least] = [word, share];
  }
  return least <= plausibleShare ? nearest : null;
}
