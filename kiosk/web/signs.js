/* Window signs written short: «1号窗口 … 9号窗口» becomes «1–9号窗口». The slip writes them the same way. Pure. */

const SIGN = /^(\D*)(\d+)(\D*)$/;

/* Neighbours of consecutive numbers as spans; two stay apart, for «3–4» says no less than «3、4».
   A word before the number («Window 3») is said once. */
function spans(run) {
  const groups = [];
  for (const part of run) {
    const last = groups[groups.length - 1];
    if (last && Number(part[2]) === Number(last[last.length - 1][2]) + 1) last.push(part);
    else groups.push([part]);
  }
  const first = run[0];
  const one = (part) => (part !== first && /\s$/.test(part[1]) ? '' : part[1]) + part[2];
  return groups.map((g) => (g.length > 2 ? [`${one(g[0])}–${one(g[g.length - 1])}`] : g.map(one))).flat();
}

/* Signs that differ by one number alone are drawn together; any other is left exactly as its plate says. */
export function short(signs, comma = '、') {
  const runs = [];
  for (const sign of signs) {
    const part = SIGN.exec(sign);
    const last = runs[runs.length - 1];
    if (part && last && last.around === `${part[1]}|${part[3]}`) last.parts.push(part);
    else runs.push(part ? { around: `${part[1]}|${part[3]}`, after: part[3], parts: [part] } : { plain: sign });
  }
  return runs.map((run) => run.plain || spans(run.parts).join(comma) + run.after).join(comma);
}
