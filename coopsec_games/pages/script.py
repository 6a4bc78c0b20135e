"""The script of a page: plain JavaScript, which decides signs in whole numbers of any size."""

from __future__ import annotations

__all__ = ["SCRIPT"]

SCRIPT = r"""
"use strict";
(() => {
  const COLUMNS = 80, ROWS = 54;

  /* A formula at known signs of its polynomials. */
  const holds = (formula, sign) => {
    if (typeof formula === "boolean") return formula;
    const [word, ...parts] = formula;
    if (word === "and") return parts.every(part => holds(part, sign));
    if (word === "or") return parts.some(part => holds(part, sign));
    const at = sign(parts[0]);
    return word === ">" ? at > 0 : word === ">=" ? at >= 0 : word === "<" ? at < 0 : word === "<=" ? at <= 0
      : (at === 0) === (word === "=");
  };

  const signOf = value => value > 0n ? 1 : value < 0n ? -1 : 0;

  /* The sign of a polynomial with whole coefficients at whole numbers over one denominator. */
  const polynomialSign = (terms, at, denominator) => {
    let total = 0n;
    for (const term of terms) {
      let product = term.coefficient * denominator ** term.missing;
      for (const [place, exponent] of term.factors) product *= at[place] ** exponent;
      total += product;
    }
    return signOf(total);
  };

  /* Its sign however little one parameter moves up (1n) or down (-1n): of the first derivative that is not zero. */
  const signBeside = (terms, at, denominator, moved, way) => {
    const along = [];
    for (const term of terms) {
      let product = term.coefficient * denominator ** term.missing, power = 0n;
      for (const [place, exponent] of term.factors) {
        if (place === moved) power = exponent; else product *= at[place] ** exponent;
      }
      let choose = 1n;
      for (let order = 0n; order <= power; order += 1n) {
        const part = product * choose * at[moved] ** (power - order) * way ** order;
        along[Number(order)] = (along[Number(order)] ?? 0n) + part;
        choose = choose * (power - order) / (order + 1n);
      }
    }
    return signOf(along.find(value => value !== 0n) ?? 0n);
  };

  const greatest = (a, b) => b ? greatest(b, a % b) : a < 0n ? -a : a;

  /* A fraction as text, and as decimals where they end. */
  const fraction = (above, below) => {
    const common = greatest(above, below);
    const whole = above / common, under = below / common;
    const exact = (under === 1n ? `${whole}` : `${whole}/${under}`).replace("-", "−");
    let rest = under, digits = 0;
    while (rest % 10n === 0n) { rest /= 10n; digits += 1; }
    while (rest % 2n === 0n) { rest /= 2n; digits += 1; }
    while (rest % 5n === 0n) { rest /= 5n; digits += 1; }
    if (under === 1n || rest !== 1n || digits > 6) return exact;
    const scaled = `${whole < 0n ? -whole : whole}`;
    const shifted = `${BigInt(scaled) * 10n ** BigInt(digits) / under}`.padStart(digits + 1, "0");
    return `${whole < 0n ? "−" : ""}${shifted.slice(0, -digits)}.${shifted.slice(-digits)}`.replace(/0+$/, "");
  };

  const listed = words => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

  const explore = box => {
    const data = JSON.parse(box.querySelector("script[type='application/json']").textContent);
    const denominator = BigInt(data.denominator);
    const inputs = [...box.querySelectorAll("input[type=range]")];
    const polynomials = data.polynomials.map(({terms}) => {
      const degree = Math.max(...terms.map(([, factors]) => factors.reduce((sum, [, power]) => sum + power, 0)));
      return terms.map(([coefficient, factors]) => ({
        coefficient: BigInt(coefficient),
        factors: factors.map(([place, power]) => [place, BigInt(power)]),
        missing: BigInt(degree - factors.reduce((sum, [, power]) => sum + power, 0)),
      }));
    });
    const lows = data.sliders.map(slider => BigInt(slider.low));
    const values = () => inputs.map((input, place) => lows[place] + BigInt(input.value));

    const signs = at => {
      const known = [];
      return place => known[place] ??= polynomialSign(polynomials[place], at, denominator);
    };
    const signsBeside = (at, moved, way) => {
      const known = [];
      return place => known[place] ??= signBeside(polynomials[place], at, denominator, moved, way);
    };
    const allowed = sign => data.assumed.every(part => holds(part.formula, sign));
    const regionsAt = sign => data.regions.map((region, place) => place)
      .filter(place => holds(data.regions[place].where, sign));
    const named = places => places.length ? places.map(place => data.regions[place].outcome).join(", or ")
      : "no stated outcome";

    const verdict = box.querySelector(".verdict"), detail = box.querySelector(".detail");
    const svg = box.querySelector("svg.map"), note = box.querySelector(".map-note");

    const tell = at => {
      const sign = signs(at);
      const broken = data.assumed.filter(part => !holds(part.formula, sign)).map(part => part.words);
      box.classList.toggle("outside", broken.length > 0);
      const items = [...box.querySelectorAll(".legend [data-region]")];
      if (broken.length) {
        verdict.textContent = "Outside the assumptions";
        detail.textContent = `It is assumed that ${listed(broken)}; here that does not hold, and nothing is said.`;
        items.forEach(item => item.removeAttribute("aria-current"));
        return;
      }
      const here = regionsAt(sign);
      items.forEach(item => here.includes(Number(item.dataset.region))
        ? item.setAttribute("aria-current", "true") : item.removeAttribute("aria-current"));
      verdict.textContent = `Here: ${named(here)}`;
      const told = [];
      const beside = new Map();
      data.sliders.forEach((slider, moved) => [[1n, "rises"], [-1n, "falls"]].forEach(([way, word]) => {
        const other = signsBeside(at, moved, way);
        if (!allowed(other)) return;
        const there = regionsAt(other);
        if (there.join() === here.join()) return;
        const key = named(there);
        beside.set(key, [...(beside.get(key) ?? []), `${slider.name} ${word}`]);
      }));
      const also = [...data.regions, ...data.elsewhere]
        .filter((region, place) => !here.includes(place) && holds(region.also, sign)).map(region => region.outcome);
      const lines = data.polynomials.filter((entry, place) => entry.parts && sign(place) === 0)
        .map(entry => entry.equation);
      if (beside.size || (lines.length && also.length)) {
        verdict.textContent += ", on the boundary";
        told.push(`On the boundary ${listed(lines)}.`, ...(data.ties ? [data.ties] : []));
        beside.forEach((moves, outcome) => told.push(`However little ${moves.join(", or ")}: ${outcome}.`));
      }
      if (also.length) {
        told.push(`Under some other way of breaking ties ${listed([...new Set(also)])} would be an equilibrium, too.`);
      }
      if (here.some(place => data.regions[place].record)) told.push("The record has this outcome.");
      detail.textContent = told.join(" ");
    };

    const place = (position, steps, from, to) => (from + position / steps * (to - from)).toFixed(2);
    const frame = svg && Object.fromEntries(Object.entries(svg.querySelector(".sampled").dataset)
      .map(([side, value]) => [side, Number(value)]));

    /* The map again where the others have moved: each cell has the outcome at its centre, which is decided exactly. */
    const redraw = at => {
      const group = svg.querySelector(".sampled");
      group.replaceChildren();
      const paths = new Map(), longest = new Map();
      const fine = BigInt(2 * COLUMNS * ROWS), below = denominator * fine;
      const scaled = at.map(value => value * fine);
      const high = (frame.right - frame.left) / COLUMNS, tall = (frame.bottom - frame.top) / ROWS;
      const spread = inputs.slice(0, 2).map(input => BigInt(input.max));
      for (let row = 0; row < ROWS; row += 1) {
        scaled[1] = lows[1] * fine + spread[1] * BigInt(2 * (ROWS - row) - 1) * BigInt(COLUMNS);
        let run = "", from = 0;
        for (let column = 0; column <= COLUMNS; column += 1) {
          let now = "";
          if (column < COLUMNS) {
            scaled[0] = lows[0] * fine + spread[0] * BigInt(2 * column + 1) * BigInt(ROWS);
            const known = [];
            const sign = number => known[number] ??= polynomialSign(polynomials[number], scaled, below);
            now = allowed(sign) ? `${regionsAt(sign)[0] ?? ""}` : "";
          }
          if (now === run && column < COLUMNS) continue;
          if (run !== "") {
            const x = frame.left + from * high, y = frame.top + row * tall, wide = (column - from) * high;
            paths.set(run, (paths.get(run) ?? "")
              + `M${x.toFixed(2)} ${y.toFixed(2)}h${wide.toFixed(2)}v${tall.toFixed(2)}h-${wide.toFixed(2)}z`);
            const runs = longest.get(run) ?? [];
            runs.push([x + wide / 2, y + tall / 2, wide]);
            longest.set(run, runs);
          }
          run = now; from = column;
        }
      }
      const make = (tag, attributes, words) => {
        const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
        Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
        if (words) element.textContent = words;
        group.append(element);
      };
      const legend = box.querySelectorAll(".legend [data-region]");
      paths.forEach((d, region) => make("path", {d, fill: legend[region].querySelector("rect").getAttribute("fill")}));
      longest.forEach((runs, region) => {
        if (runs.length < 4) return;
        const [x, y, wide] = runs[Math.floor(runs.length / 2)];
        if (wide < 24) return;
        make("circle", {cx: x, cy: y, r: 12, fill: "#fff"});
        make("text", {x, y: y + 6, class: "letter"}, legend[region].dataset.letter);
      });
    };

    let asked = 0;
    const follow = () => {
      const at = values();
      inputs.forEach((input, number) => {
        const words = fraction(at[number], denominator);
        input.setAttribute("aria-valuetext", words);
        input.parentElement.querySelector(".value").textContent = words;
      });
      tell(at);
      if (!svg) return;
      const x = place(Number(inputs[0].value), Number(inputs[0].max), frame.left, frame.right);
      const y = place(Number(inputs[1].value), Number(inputs[1].max), frame.bottom, frame.top);
      svg.querySelector(".here").setAttribute("transform", `translate(${x} ${y})`);
      const moved = inputs.some((input, number) => number > 1 && Number(input.value) !== data.sliders[number].start);
      svg.querySelector(".exact").toggleAttribute("hidden", moved);
      svg.querySelector(".sampled").toggleAttribute("hidden", !moved);
      note.hidden = !moved;
      const held = inputs.slice(2).map(input => input.value).join();
      cancelAnimationFrame(asked);
      if (moved && svg.dataset.held !== held) {
        asked = requestAnimationFrame(() => { redraw(at); svg.dataset.held = held; });
      }
    };

    const reset = () => {
      inputs.forEach((input, number) => { input.value = `${data.sliders[number].start}`; });
      follow();
    };
    inputs.forEach(input => input.addEventListener("input", follow));
    box.querySelector("button").addEventListener("click", reset);
    box.querySelector(".controls").hidden = false;
    reset();
  };

  document.querySelectorAll(".explorer").forEach(explore);
})();
"""
"""What moves the point and names what holds there; nothing in it is made from a case."""
