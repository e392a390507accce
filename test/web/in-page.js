// Runs inside the page under test (browser.test.ts evaluates it there), which is why it is no TypeScript.

/** Texts whose contrast with their ground is below 4.5 to 1 (WCAG 2.2, 1.4.3); runs in the page. */
function faint() {
  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([red = 0, green = 0, blue = 0]) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || (colour[3] ?? 0) > 0.9) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll('main *, header *, footer *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    const { color, visibility } = getComputedStyle(element);
    const colour = numbers(color);
    if (!own || element.getClientRects().length === 0 || visibility === 'hidden' || colour[3] === 0) continue;
    const [a, b] = [light(colour), light(ground(element))].sort((x, y) => y - x);
    const ratio = ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
    if (ratio < 4.5)
      weak.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}: ${element.textContent?.slice(0, 40)}`);
  }
  return weak;
}

/** Controls without a name, headings that skip a level, a page without its one main heading; runs in the page. */
function unheard() {
  const wrong = [];
  for (const control of document.querySelectorAll('button, a, input, textarea, summary')) {
    const labels =
      control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? (control.labels?.length ?? 0) : 0;
    const name = control.textContent?.trim() || control.getAttribute('aria-label');
    if (!name && labels === 0) wrong.push(`no name: ${control.outerHTML.slice(0, 80)}`);
  }
  const headings = [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1]));
  if (headings.filter((level) => level === 1).length !== 1) wrong.push('not one main heading');
  for (const [index, level] of headings.entries()) {
    const before = headings[index - 1] ?? 0;
    if (level > before + 1) wrong.push(`heading ${level} after ${before}`);
  }
  if (document.documentElement.lang === '') wrong.push('no language');
  return wrong;
}

/** What a person does who pastes from the clipboard. */
function pasteText(text) {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const field = document.querySelector('#text');
  field.value = text;
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
}

/** What a person does who drops a file on the page. */
function dropFile(name, text) {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: 'text/plain' }));
  document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}

/** What decides where each letter of an element stands. */
function metrics(selector) {
  const { font, padding, letterSpacing, lineHeight, whiteSpace, width } = getComputedStyle(
    document.querySelector(selector),
  );
  return { font, padding, letterSpacing, lineHeight, whiteSpace, width };
}

/** What an element is written with, and on. */
function colours(selector) {
  const { color, backgroundColor } = getComputedStyle(document.querySelector(selector));
  return { ink: color, paper: backgroundColor };
}

/** The text chosen in the field. */
function chosen() {
  const field = document.querySelector('#text');
  return field.value.slice(field.selectionStart, field.selectionEnd);
}

/** What makes the page wider than the screen. */
function overflows() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth)
    .map((element) => `${element.tagName}.${element.className}`);
}

const focused = () => document.activeElement.tagName;

/** Controls too small for a finger. */
const small = () =>
  [...document.querySelectorAll('main button, main input:not([type=file])')].filter(
    (element) => element.getClientRects().length > 0 && element.getBoundingClientRect().height < 30,
  ).length;

globalThis.inPage = { chosen, colours, dropFile, faint, focused, metrics, overflows, pasteText, small, unheard };
