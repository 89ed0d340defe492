const marginPx = 8;

/** Scrolls the content of the page, and nothing around it, until an element is seen. */
export function reveal(element: HTMLElement, where: 'start' | 'nearest'): void {
  const scroller = document.getElementById('content');
  if (!scroller) return;
  const frame = scroller.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  const bar = scroller.querySelector('[data-sticky]')?.clientHeight ?? 0;
  const above = top - frame.top - bar - marginPx;
  const below = bottom - frame.bottom + marginPx;
  if (where === 'start' || above < 0) scroller.scrollTop += above;
  else if (below > 0) scroller.scrollTop += Math.min(below, above);
}
