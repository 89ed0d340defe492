using Microsoft.Playwright;

namespace Palestra.EndToEnd.Tests;

/// <summary>What keeps a person from reading a page, found in the browser itself.</summary>
internal static class Readability
{
    /// <summary>Texts with less contrast than WCAG AA asks for (4.5, or 3 where they are large), as "ratio: text".</summary>
    public static Task<string[]> FaintAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => {
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const parse = (color) => {
            context.clearRect(0, 0, 1, 1);
            context.fillStyle = color;
            context.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = (top, ground) => [0, 1, 2].map((i) => top[i] * top[3] + ground[i] * (1 - top[3])).concat(1);
          const luminance = (color) => {
            const [r, g, b] = color.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ancestors = (element) => {
            const line = [];
            for (let at = element; at; at = at.parentElement) line.push(at);
            return line;
          };
          const faint = [];
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const element = texts.currentNode.parentElement;
            const text = texts.currentNode.textContent.trim();
            const box = element.getBoundingClientRect();
            const style = getComputedStyle(element);
            if (!text || box.width < 2 || box.height < 2 || style.visibility === 'hidden') continue;
            if (element.closest('script, style, .visually-hidden, [disabled], [data-disabled]')) continue;
            const line = ancestors(element);
            const ground = line.map((at) => parse(getComputedStyle(at).backgroundColor)).reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
            const [r, g, b, a] = parse(element instanceof SVGElement ? style.fill : style.color);
            const shown = over([r, g, b, line.reduce((product, at) => product * Number(getComputedStyle(at).opacity), a)], ground);
            const [light, dark] = [luminance(shown), luminance(ground)].sort((x, y) => y - x);
            const ratio = (light + 0.05) / (dark + 0.05);
            const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
            if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)}: ${text.slice(0, 40)}`);
          }
          return faint;
        }
        """);

    /// <summary>Figures, names and headings that are cut off and say nowhere what they are, as "text in element".</summary>
    public static Task<string[]> CutOffAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('main *')]
          .filter((element) => {
            const style = getComputedStyle(element);
            const clips = ['hidden', 'clip'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
            return clips && element.clientWidth > 1 && element.innerText?.trim() && !element.closest('[title], .visually-hidden') && !element.querySelector('canvas, [title]');
          })
          .map((element) => `${element.innerText.trim().slice(0, 40)} in ${element.tagName}.${element.className}`)
        """);

    /// <summary>By how many pixels the page is wider than the room it has: one would have to scroll it sideways.</summary>
    public static Task<int> TooWideAsync(IPage page) => page.EvaluateAsync<int>(
        """
        () => {
          const main = document.querySelector('main');
          return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - window.innerWidth);
        }
        """);
}
