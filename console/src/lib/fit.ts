export interface Fitted {
  /** CSS pixels. */
  width: number;
  height: number;
  enlarged: boolean;
}

/**
 * The largest size with the frame's proportions inside a box. When it is enlarged four times or more, whole multiples of its
 * pixels keep every one of them the same size.
 */
export function fitted(width: number, height: number, boxWidth: number, boxHeight: number, pixelRatio: number): Fitted | null {
  if (width <= 0 || height <= 0 || boxWidth <= 0 || boxHeight <= 0) return null;
  let scale = Math.min((boxWidth * pixelRatio) / width, (boxHeight * pixelRatio) / height);
  if (scale >= 4) scale = Math.floor(scale);
  return { width: (width * scale) / pixelRatio, height: (height * scale) / pixelRatio, enlarged: scale > 1 };
}
