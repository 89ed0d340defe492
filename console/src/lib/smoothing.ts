/**
 * Exponential moving average with the start-up bias taken out: the first value is itself, weight 0 changes nothing.
 * Values that are not finite are left out of the average and stay gaps. A share of 2 counts like the same value twice, so that
 * buckets of different sizes are smoothed alike.
 */
export function smooth(values: readonly number[], weight: number, shares: readonly number[] = []): (number | null)[] {
  const base = Math.min(Math.max(weight, 0), 0.999);
  let average = 0;
  let bias = 1;
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return null;
    const kept = base ** (shares[i] ?? 1);
    average = average * kept + value * (1 - kept);
    bias *= kept;
    return average / (1 - bias);
  });
}
