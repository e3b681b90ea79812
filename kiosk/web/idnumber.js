/* ID numbers as people type them: what is wrong with one before it is sent, and how it is shown.
   The hub judges; this only spares a person the way back. Nothing here keeps or tells a number. Pure. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
const OPEN = 1;

const check = (text) => CHECKS[WEIGHTS.reduce((sum, weight, n) => sum + weight * Number(text[n]), 0) % 11];

/* null when nothing is seen to be wrong, else the hub's own word for it. */
export function fault(text) {
  const number = text.toUpperCase();
  if (number.length !== 15 && number.length !== 18) return 'length';
  if (/^[A-Z]{3}\d{12}$/.test(number)) return null;
  if (!/^(\d{15}|\d{17}[\dX])$/.test(number)) return 'characters';
  if (number.length === 18 && check(number) !== number[17]) return 'checksum';
  return null;
}

/* In groups as on the card, dots but for the last one typed; whole only while somebody asks to see it. */
export function shown(text, open) {
  const seen = open ? text : text.replace(/./g, (letter, n) => (n < text.length - OPEN ? '•' : letter));
  return [seen.slice(0, 6), seen.slice(6, 14), seen.slice(14)].filter(Boolean).join(' ');
}

/* The last four places: enough for its owner to know it again. */
export const tail = (text) => text.slice(-4).toUpperCase();
