/**
 * Exponential moving average with the start-up bias taken out: the first value is itself, weight 0 changes nothing.
 * Values that are not finite are left out of the average and stay gaps.
 */
export function smooth(values: readonly number[], weight: number): (number | null)[] {
  const kept = Math.min(Math.max(weight, 0), 0.999);
  let average = 0;
  let bias = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return null;
    average = average * kept + value * (1 - kept);
    bias *= kept;
    return average / (1 - bias);
  });
}
