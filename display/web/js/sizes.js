/* How large things must be and how many fit. Pure arithmetic on millimetres and metres.
   A capital letter is read easily when it subtends 0.7° (12.2 mm for each metre); secondary text half that. */

const CAPITAL_MM_PER_M = 12.2;
const CAPITAL = 0.733; /* height of a capital in Noto Sans, in em */
const DIGIT = 0.6; /* widths in bold Noto Sans with the slight spacing of .number, in em */
const LETTER = 0.7;
const ROW = 1.32; /* least heights, in smallest-text sizes */
const QUEUE = 2.55;
const BOX = 9 / 16; /* of a film, height to width */
const LEAST_BOX = 0.2; /* of the middle: a smaller one tells nobody anything */

/* Board: `width`, `height` in CSS px, `mm` the picture's width, `metres` the reading distance.
   Everything follows from `text`, the smallest legible font size (px). */
export function boardSizes({ width, height, mm, metres, notice, media: wanted = false }) {
  const perMm = width / mm;
  const text = Math.min((CAPITAL_MM_PER_M * metres * perMm) / 2, height / 8);
  const side = Math.round(width * 0.37);
  const room = width - side - 0.5 * text;
  const number = Math.min((CAPITAL_MM_PER_M * metres * perMm) / CAPITAL, (0.6 * room) / numberEms('A001'));
  const head = 1.4 * text;
  const foot = notice ? 1.4 * text : 0;
  const middle = height - head - foot;
  const hero = Math.min(Math.max(1.22 * number, 3.1 * text), middle);
  const fitting = (space, least) => Math.max(0, Math.floor(space / least));
  const rows = fitting(middle - hero, ROW * text);
  const together = Math.max(1, fitting(middle, ROW * text));
  /* Films and pictures get what two queues leave over at the side; never a place of the calls. */
  const over = Math.min(BOX * side, middle - 2 * QUEUE * text);
  const media = wanted && over >= LEAST_BOX * middle ? Math.round(over) : 0;
  const queues = Math.max(1, fitting(middle - media, QUEUE * text));
  return {
    text, number, head, foot, side, room, hero, rows, together, queues, media,
    row: rows ? (middle - hero) / rows : 0,
    rush: middle / together,
    queue: (middle - media) / queues,
  };
}

/* How wide a ticket number is in em, bold: digits are tabular, capitals wider. */
export function numberEms(number) {
  return [...number].reduce((sum, c) => sum + (c >= '0' && c <= '9' ? DIGIT : LETTER), 0);
}

/* Window screen: the font size (px) at which the number is as large as fits in the box. */
export function fitNumber({ width, height, characters }) {
  return Math.floor(Math.min(width / (Math.max(2, characters) * DIGIT + 0.3), height / 1.05));
}

/* Cuts a sentence into pieces that fit a line, at punctuation where one is, else where the line ends.
   `fits(text)` says whether a piece fits. Latin words are kept whole; closing marks stay with their word. */
const CLOSING = '\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\u201d\u300b\uff09';
const WORDS = new RegExp(`[!-\u024f]+\\s?|[^!-\u024f\\s][${CLOSING}]*\\s?|\\s+`, 'g');
const STOP = /[,.;:!?\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f][\u201d\u300b\uff09]?\s*$/;

export function cutLine(sentence, fits) {
  const lines = [];
  let line = '';
  let stop = 0;
  for (const word of sentence.match(WORDS) || []) {
    if (line && !fits((line + word).trim())) {
      const cut = stop > line.length / 4 ? stop : line.length;
      lines.push(line.slice(0, cut).trim());
      line = line.slice(cut);
      stop = 0;
    }
    line += word;
    if (STOP.test(line)) stop = line.length;
  }
  if (line.trim()) lines.push(line.trim());
  return lines;
}
