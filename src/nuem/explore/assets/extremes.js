// Minima and roots of functions of one variable.

// Brent's minimum inside [low, high]: parabolas where they lead somewhere, golden sections elsewhere.
function minimum(f, low, high, accuracy = 3e-4) {
  const golden = 0.3819660112501051;
  let x = low + golden * (high - low), w = x, v = x, fx = f(x), fw = fx, fv = fx, step = 0, before = 0;
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2, small = accuracy * Math.abs(x) + 1e-12 * (high - low);
    if (Math.abs(x - middle) <= 2 * small - (high - low) / 2) break;
    let r = (x - w) * (fx - fv), q = (x - v) * (fx - fw), p = (x - v) * q - (x - w) * r;
    q = 2 * (q - r);
    if (q > 0) p = -p; else q = -q;
    if (Math.abs(p) < Math.abs((q * before) / 2) && p > q * (low - x) && p < q * (high - x)) {
      before = step;
      step = p / q;
    } else {
      before = x < middle ? high - x : low - x;
      step = golden * before;
    }
    const u = x + (Math.abs(step) >= small ? step : Math.sign(step) * small), fu = f(u);
    if (fu <= fx) {
      if (u < x) high = x; else low = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) low = u; else high = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return [x, fx];
}

// Where f changes sign between low and high: false position, the end that stays put counting half.
function root(f, low, high, atLow, atHigh) {
  let side = 0;
  for (let k = 0; k < 60 && Math.abs(high - low) > 1e-11 * Math.abs(high); k++) {
    const middle = isFinite(atHigh) && isFinite(atLow) ? (low * atHigh - high * atLow) / (atHigh - atLow) : (low + high) / 2, here = f(middle);
    if (Math.abs(here) < 1e-8) return middle;
    if (here > 0 === atHigh > 0) {
      [high, atHigh] = [middle, here];
      if (side === 1) atLow /= 2;
      side = 1;
    } else {
      [low, atLow] = [middle, here];
      if (side === -1) atHigh /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}
