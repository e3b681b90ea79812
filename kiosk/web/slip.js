/* What to tell a person about the paper slip. Pure: the number on the screen counts, the slip only copies it. */

const PATIENCE = 8000;
const PAPER = /paper/i;

export const printerFault = (device) => Boolean(device && device.kind === 'printer' && ['fault', 'silent'].includes(device.state));

const trouble = (reason) => (PAPER.test(reason || '') ? 'paper' : 'failed');

/* 'printing', 'done', 'paper' (out of it), 'failed' or 'unknown' (no answer). `age`: milliseconds since the ticket came. */
export function slipStatus({ slip, devices, age }) {
  if (slip && slip.state === 'done') return 'done';
  if (slip) return trouble(slip.reason);
  const broken = devices.find(printerFault);
  if (broken) return trouble(broken.detail);
  return age < PATIENCE ? 'printing' : 'unknown';
}
