'use strict';
// Shows the status and answers of a running server as they arrive. Data is inserted as text, never as markup.

const API = '/api/v1';
const SVG = 'http://www.w3.org/2000/svg';
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const $ = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const state = {
  workloads: new Map(), // their views, by name
  status: new Map(), // the latest status, by name
  points: new Map(), // of the validation view, by name and time
  rates: new Map(), // of the last minute, by name
  spans: new Map(), // the number of offsets that a river shows, by name
  current: '',
  receivedAt: 0,
};

function text(node, content) {
  if (node.textContent !== content) node.textContent = content;
}
function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
function draw(name, attributes = {}, content = '') {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (content) node.textContent = content;
  return node;
}
const count = (n, one, many = one + 's') => `${whole.format(n)} ${n === 1 ? one : many}`;
function duration(ms) {
  if (ms < 1000) return `${(ms < 10 ? tenth : whole).format(ms)} ms`;
  if (ms < 90000) return `${(ms < 10000 ? tenth : whole).format(ms / 1000)} s`;
  return ms < 5400000 ? `${whole.format(ms / 60000)} min` : `${tenth.format(ms / 3600000)} h`;
}
/** Integers above the safe range of a number become BigInt, so that no digit is lost. */
const parse = (body) => JSON.parse(body, (key, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context.source) : value);
const isNumber = (value) => typeof value === 'number' || typeof value === 'bigint';
const number = (n) => (n === null ? 'none' : Number.isInteger(n) || typeof n === 'bigint' ? whole.format(n) : String(n));

// -- the connection -----------------------------------------------------------------------------

let source;
let wasLive = false;
let silence;

function link(name, content) {
  const node = $('link');
  node.dataset.state = name;
  text(node, content);
  document.body.classList.toggle('stale', name === 'lost');
}
function listen() {
  source = new EventSource(`${API}/events`);
  source.addEventListener('status', (event) => received(parse(event.data).workloads));
  source.onerror = () => {
    link('lost', wasLive ? 'Connection lost, reconnecting…' : 'Not connected, retrying…');
    // A stream that is refused with a status does not reconnect by itself.
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      setTimeout(listen, 3000);
    }
  };
}
function received(all) {
  const wasLost = $('link').dataset.state === 'lost';
  const isNew = all.some((one) => {
    const before = state.status.get(one.workload);
    return before && one.instance !== before.instance;
  });
  if (isNew) {
    state.points.clear();
    state.rates.clear();
    state.spans.clear();
  }
  if (isNew || (wasLost && wasLive)) describe();
  const again = isNew ? 'Live again: the server was restarted' : 'Live again';
  if (!wasLive || wasLost || isNew) link('live', wasLive && (wasLost || isNew) ? again : 'Live');
  wasLive = true;
  state.receivedAt = performance.now();
  clearTimeout(silence);
  silence = setTimeout(() => link('lost', 'No data for 8 seconds, waiting…'), 8000);
  for (const one of all) {
    state.status.set(one.workload, one);
    points(one.validation);
    const rates = state.rates.get(one.workload) ?? [];
    rates.push(one.events_per_second ?? 0);
    state.rates.set(one.workload, rates.slice(-60));
  }
  show();
}
function points(validation) {
  const known = state.points.get(validation.workload) ?? new Map();
  for (const point of validation.points) known.set(point.at, point);
  const inOrder = [...known].sort(([a], [b]) => Date.parse(a) - Date.parse(b)).slice(-300);
  state.points.set(validation.workload, new Map(inOrder));
}
async function json(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json' } });
  const body = parse(await response.text());
  if (!response.ok) throw Object.assign(new Error(body.detail), { problem: body });
  return body;
}
async function describe() {
  try {
    const { workloads } = await json(`${API}/workloads`);
    state.workloads = new Map(workloads.map((one) => [one.workload, one]));
    for (const { workload } of workloads) {
      points(await json(`${API}/workloads/${encodeURIComponent(workload)}/validation`));
    }
  } catch (failure) {
    setTimeout(describe, 3000);
    return;
  }
  follow();
}

// -- workloads ----------------------------------------------------------------------------------

function tabs() {
  const list = $('workloads');
  for (const [name, status] of state.status) {
    let tab = list.querySelector(`[data-name="${CSS.escape(name)}"]`);
    if (!tab) {
      tab = make('a', { href: `#/${encodeURIComponent(name)}`, 'data-name': name }, make('span', {}, name), make('small'));
      list.append(make('li', {}, tab));
    }
    if (name === state.current) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
    const found = status.audit.divergences;
    const isBad = found > 0 || !status.balance.closes;
    tab.dataset.state = isBad ? 'bad' : 'well';
    const rate = `${whole.format(status.events_per_second ?? 0)} events/s`;
    const label = found ? `✕ ${count(found, 'divergence')}`
      : !status.balance.closes ? '✕ balance open'
        : status.activeFailures.length ? `△ ${rate}` : rate;
    text(tab.lastChild, label);
  }
}

function show() {
  if (!state.current || !state.status.has(state.current)) {
    state.current = state.status.keys().next().value ?? '';
    if (state.workloads.size) follow();
  }
  const status = state.status.get(state.current);
  tabs();
  if (!status) return;
  alarm(status);
  flow(status);
  positions(status);
  validation(status);
  proof(status);
  for (const one of state.status.values()) span(one);
  if (reducedMotion.matches) river(1);
}

/** The text of the current alarm, so that it is announced once and not every second. */
let alarmed = '';
function alarm(status) {
  const bad = [...state.status.values()].filter((one) => one.audit.divergences > 0 || !one.balance.closes);
  const lines = bad.flatMap((one) => [
    ...one.audit.findings.slice(0, 5).map((finding) => `${one.workload}: ${finding.words}`),
    ...(one.audit.divergences > 5 ? [`${one.workload}: and ${count(one.audit.divergences - 5, 'more finding')}`] : []),
    ...(one.balance.closes ? [] : [`${one.workload}: the balance does not close`]),
  ]);
  if (lines.join('\n') !== alarmed) {
    alarmed = lines.join('\n');
    const found = bad.reduce((sum, one) => sum + one.audit.divergences, 0);
    $('alarm').replaceChildren(...(lines.length ? [make('div', { class: 'alarm' },
      make('strong', {}, found ? `✕ ${count(found, 'divergence')}: an answer differs from the log` : '✕ The balance does not close'),
      'Do not trust the answers until the cause is known.',
      make('ul', {}, ...lines.map((line) => make('li', {}, line))))] : []));
  }
  notice($('active-failures'), '△ Active failures, being retried', status.activeFailures);
  notice($('losses'), '△ Accepted as lost and counted nowhere', status.losses);
}

/** Shows lines under a heading; the document is modified only when they change. */
function notice(box, head, lines) {
  const content = lines.join('\n');
  if ((box.dataset.content ?? '') === content) return;
  box.dataset.content = content;
  box.replaceChildren(...(content ? [make('div', { class: 'notice' },
    make('b', {}, head),
    make('ul', {}, ...lines.map((line) => make('li', {}, line))))] : []));
}

const sum = (status, of) => status.partitions.reduce((total, one) => total + of(one), 0);

function ago(status) {
  if (!status.last_publication) return status.publications ? 'last published before this server started' : 'not published yet';
  return `published ${duration(Math.max(0, Date.parse(status.at) - Date.parse(status.last_publication)))} ago`;
}

function flow(status) {
  text($('name'), status.workload);
  text($('rate'), whole.format(status.events_per_second ?? 0));
  text($('log-holds'), `${count(sum(status, (p) => p.log_end - p.log_start), 'offset')} held, in ${count(status.partitions.length, 'partition')}`);
  text($('archived'), whole.format(sum(status, (p) => p.archived - p.origin)));
  text($('archive-holds'), `all but the last ${whole.format(sum(status, (p) => p.log_end - p.archived))} of the log`);
  text($('batch'), whole.format(sum(status, (p) => p.cut - p.origin)));
  text($('batch-holds'), `in ${count(status.segments, 'segment')}, epoch ${whole.format(status.epoch)}, ${ago(status)}`);
  text($('speed'), whole.format(sum(status, (p) => Math.max(0, p.folded - p.cut))));
  text($('speed-holds'), `from the cut to V; ${count(sum(status, (p) => p.log_end - Math.max(p.folded, p.cut)), 'offset')} behind the end of the log`);
  text($('p50'), status.visible.samples ? duration(status.visible.median_ms) : '–');
  text($('p99'), status.visible.samples ? duration(status.visible.p99_ms) : '–');
  text($('answer-holds'), status.visible.samples
    ? `from log to answer: median and 99th percentile of ${count(status.visible.samples, 'record')}; maximum ${duration(status.visible.longest_ms)}`
    : 'no record was measured yet');
  const b = status.balance;
  $('balance').replaceChildren(
    'Every event is accounted for: ', make('b', {}, `read ${whole.format(b.read)}`),
    ` = folded ${whole.format(b.folded)} + duplicate ${whole.format(b.duplicate)} + rejected ${whole.format(b.rejected)} `,
    make('span', { class: b.closes ? 'ok' : 'no' }, b.closes ? '✓ closes' : '✕ does not close'));
  const rates = state.rates.get(status.workload) ?? [];
  const spark = $('spark');
  const width = Math.max(60, spark.clientWidth);
  const tall = Math.max(30, spark.clientHeight);
  const top = Math.max(1, ...rates) * 1.15;
  spark.setAttribute('viewBox', `0 0 ${width} ${tall}`);
  const step = width / 59;
  const line = rates.map((rate, i) => `${i ? 'L' : 'M'}${((60 - rates.length + i) * step).toFixed(1)} ${(tall - 2 - (rate / top) * (tall - 4)).toFixed(1)}`).join('');
  const at = ((60 - rates.length) * step).toFixed(1);
  spark.replaceChildren(
    draw('path', { class: 'under', d: line ? `${line}L${width} ${tall}L${at} ${tall}Z` : 'M0 0' }),
    draw('path', { d: line || 'M0 0' }));
}

// -- the river ----------------------------------------------------------------------------------

const shown = new Map(); // what is drawn now, by partition; it follows the status smoothly
const LANE = { height: 92, middle: 50, pool: 0.2 };

/** The number of offsets that the right part shows: enough for the longest lane, and it shrinks slowly. */
function span(status) {
  const longest = Math.max(32, ...status.partitions.map((p) => p.log_end - Math.min(p.cut, p.folded)));
  const before = state.spans.get(status.workload) ?? 0;
  const target = longest * 1.35;
  const next = target > before ? target : before + (target - before) * 0.02;
  state.spans.set(status.workload, next);
  return next;
}

function lane(partition) {
  const river = $('river');
  let node = river.querySelector(`[data-partition="${CSS.escape(partition)}"]`);
  if (!node) {
    node = make('div', { class: 'lane', 'data-partition': partition }, make('h3', {}, make('span'), make('span')));
    node.querySelector('h3').firstChild.replaceWith(document.createTextNode(partition));
    node.append(draw('svg', { 'aria-hidden': 'true' }));
    river.append(node);
  }
  return node;
}

const FIELDS = ['origin', 'archived', 'cut', 'folded', 'log_end'];

/** Draws the lanes, a part of the way from what is drawn to the status. */
function river(part) {
  const status = state.status.get(state.current);
  if (!status) return;
  const width = Math.max(280, $('river').clientWidth);
  const range = state.spans.get(status.workload) ?? span(status);
  const names = new Set(status.partitions.map((p) => p.partition));
  for (const node of [...$('river').children]) if (!names.has(node.dataset.partition)) node.remove();
  for (const p of status.partitions) {
    const key = `${status.workload}/${p.partition}`;
    const before = shown.get(key);
    const now = {};
    for (const field of FIELDS) {
      const from = before ? before[field] : p[field];
      // An offset that decreased belongs to another run: jump there.
      now[field] = p[field] < from || Math.abs(p[field] - from) < 0.05 ? p[field] : from + (p[field] - from) * part;
    }
    const node = lane(p.partition);
    // An unchanged lane is not redrawn: an idle page costs nothing.
    const drawing = `${key} ${width} ${range} ${FIELDS.map((field) => now[field])}`;
    if (node.dataset.drawing === drawing) continue;
    node.dataset.drawing = drawing;
    shown.set(key, now);
    text(node.querySelector('h3 span'), describeLane(p));
    reach(node.querySelector('svg'), now, p, width, range);
  }
}
function describeLane(p) {
  const waiting = p.log_end - Math.max(p.folded, p.cut);
  return `batch [${whole.format(p.origin)}, ${whole.format(p.cut)}) · speed [${whole.format(p.cut)}, ${whole.format(Math.max(p.folded, p.cut))}) · ${waiting ? `${whole.format(waiting)} waiting` : 'all counted'}`;
}

/** One lane: a trunk up to the cut, two channels from there, and a trunk again from V. */
function reach(svg, now, p, width, range) {
  const y = LANE.middle;
  const pool = Math.round(width * LANE.pool);
  const right = width - 6;
  const start = now.log_end - range; // everything older is left of it, not to scale
  const x = (offset) => offset >= start
    ? pool + ((offset - start) / range) * (right - pool)
    : now.origin >= start ? pool : 4 + ((offset - now.origin) / (start - now.origin)) * (pool - 4);
  const left = now.origin >= start ? x(now.origin) : 4;
  const cut = Math.max(left, x(now.cut));
  const v = Math.max(cut, x(Math.max(now.folded, now.cut)));
  const archived = Math.max(cut, Math.min(x(now.archived), right));
  const gap = Math.max(0, v - cut);
  const bend = Math.min(26, gap / 2);
  const parts = [];
  const trunk = (from, to, half, kind) => { if (to - from > 0.3) parts.push(draw('rect', { x: from, y: y - half, width: to - from, height: 2 * half, class: kind, rx: 2 })); };

  trunk(left, cut, 13, 'f-batch');
  if (start > now.origin) {
    parts.push(draw('path', { d: `M${pool - 10} ${y - 18}l6 12-8 12 6 12m8 0l-6-12 8-12-6-12`, class: 'break' }));
  }
  if (gap > 0.5) { // the fast channel, below
    const low = y + 15;
    parts.push(draw('path', { class: 'f-speed', d:
      `M${cut} ${y - 2}C${cut + bend} ${y - 2} ${cut + bend * 0.4} ${low - 8} ${cut + bend} ${low - 8}`
      + `L${v - bend} ${low - 8}C${v - bend * 0.4} ${low - 8} ${v - bend} ${y - 2} ${v} ${y - 2}`
      + `L${v} ${y + 11}C${v - bend * 0.2} ${y + 11} ${v - bend * 0.6} ${low + 8} ${v - bend} ${low + 8}`
      + `L${cut + bend} ${low + 8}C${cut + bend * 0.6} ${low + 8} ${cut + bend * 0.2} ${y + 11} ${cut} ${y + 11}Z` }));
  }
  if (archived - cut > 0.5) { // the slow channel, above: archived records until the next publication
    const up = y - 16;
    const lift = Math.min(26, (archived - cut) / 2);
    parts.push(draw('path', { class: 'f-archive', d:
      `M${cut} ${y - 11}C${cut + lift * 0.4} ${y - 11} ${cut + lift * 0.5} ${up - 7} ${cut + lift} ${up - 7}`
      + `L${archived} ${up - 7}L${archived} ${up + 7}L${cut + lift} ${up + 7}`
      + `C${cut + lift * 0.6} ${up + 7} ${cut + lift * 0.5} ${y - 1} ${cut} ${y - 1}Z` }));
  }
  if (right - v > 1) parts.push(draw('rect', { x: v + 1, y: y - 6, width: Math.max(0, right - v - 1), height: 12, class: 'f-waiting', rx: 2 }));
  mark(parts, cut, y - 30, y + 14, 'mark');
  mark(parts, v, y - 14, y + 30, 'mark');
  const label = (at, height, anchor, name, value) => {
    const node = draw('text', { x: at, y: height, 'text-anchor': anchor });
    node.append(draw('tspan', { class: 'name' }, name), document.createTextNode(` ${whole.format(value)}`));
    node.firstChild.setAttribute('font-weight', '600');
    parts.push(node);
  };
  label(Math.min(Math.max(cut, 44), right - 100), 12, cut > width - 100 ? 'end' : 'middle', 'cut', p.cut);
  label(Math.min(v, right), 90, v > width - 60 ? 'end' : 'middle', 'V', Math.max(p.folded, p.cut));
  if (cut - left > 110) parts.push(draw('text', { x: left + 10, y: y + 4, class: 'on' }, 'batch'));
  if (gap > 110) parts.push(draw('text', { x: (cut + v) / 2, y: y + 19, class: 'on', 'text-anchor': 'middle' }, 'speed'));
  if (archived - cut > 120) parts.push(draw('text', { x: (cut + archived) / 2, y: y - 12, 'text-anchor': 'middle' }, 'archived'));
  svg.setAttribute('viewBox', `0 0 ${width} ${LANE.height}`);
  svg.replaceChildren(...parts);
}
function mark(parts, x, from, to, kind) {
  parts.push(draw('line', { x1: x, x2: x, y1: from, y2: to, class: kind }));
}

let lastFrame = 0;
function frame(now) {
  if (!reducedMotion.matches) {
    const passed = Math.min(200, now - lastFrame);
    if (passed > 48 && !document.hidden) {
      lastFrame = now;
      river(1 - Math.exp(-passed / 260));
    }
    requestAnimationFrame(frame);
  }
}
reducedMotion.addEventListener('change', () => requestAnimationFrame(frame));

function positions(status) {
  const body = $('positions').tBodies[0];
  body.replaceChildren(...status.partitions.map((p) => make('tr', {},
    make('th', { scope: 'row' }, p.partition),
    ...[p.origin, p.log_start, p.cut, p.archived, Math.max(p.folded, p.cut), p.log_end].map((n) => make('td', { class: 'n' }, whole.format(n))))));
}

// -- the validation view ------------------------------------------------------------------------

const CURVES = [
  ['merged', 'merged, both layers'],
  ['recount', 'recounted without any layer'],
  ['batch', 'batch only'],
  ['speed', 'speed only'],
];

function validation(status) {
  const all = [...(state.points.get(status.workload) ?? new Map()).values()];
  const off = all.filter((point) => !point.agrees);
  const verdict = $('validation-verdict');
  verdict.className = off.length ? 'verdict no' : 'verdict';
  text(verdict, !all.length ? `No total of ${status.validation.of} yet.`
    : off.length ? `✕ At ${off.length} of the last ${count(all.length, 'instant')} the ${status.validation.of} do not add up.`
      : `✓ At each of the last ${count(all.length, 'instant')}, batch + speed = merged = recount, in ${status.validation.of}.`);
  const legend = $('validation-legend');
  if (!legend.children.length) {
    for (const [name, label] of CURVES) {
      const swatch = draw('svg', { width: 34, height: 12, 'aria-hidden': 'true' });
      swatch.append(draw('path', { d: 'M3 6H31', class: `c-${name}`, fill: 'none' }));
      legend.append(make('li', {}, swatch, ` ${label} `, make('b')));
    }
  }
  const last = all[all.length - 1];
  CURVES.forEach(([name], i) => text(legend.children[i].lastChild, last ? number(last[name]) : '–'));
  chart(all, off);
}

function chart(all, off) {
  const svg = $('validation');
  const width = Math.max(280, svg.clientWidth);
  const height = 250;
  const box = { left: 58, right: width - 10, top: 10, bottom: height - 24 };
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  if (all.length < 2) { svg.replaceChildren(); return; }
  const times = all.map((point) => Date.parse(point.at));
  const from = times[0];
  const to = Math.max(times[times.length - 1], from + 1);
  const top = Math.max(1, ...all.map((point) => Math.max(point.merged ?? 0, point.recount ?? 0)));
  const step = nice(top / 4);
  const x = (time) => box.left + ((time - from) / (to - from)) * (box.right - box.left);
  const y = (value) => box.bottom - (value / top) * (box.bottom - box.top);
  const parts = [];
  for (let value = 0; value <= top; value += step) {
    parts.push(draw('line', { x1: box.left, x2: box.right, y1: y(value), y2: y(value), class: 'grid' }));
    parts.push(draw('text', { x: box.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, short(value)));
  }
  parts.push(draw('text', { x: box.left, y: height - 6 }, new Date(from).toISOString().slice(11, 19)));
  parts.push(draw('text', { x: box.right, y: height - 6, 'text-anchor': 'end' }, `${new Date(to).toISOString().slice(11, 19)} UTC`));
  for (const [name] of CURVES) {
    let line = '';
    all.forEach((point, i) => {
      if (point[name] !== null) line += `${line ? 'L' : 'M'}${x(times[i]).toFixed(1)} ${y(point[name]).toFixed(1)}`;
    });
    parts.push(draw('path', { d: line || 'M0 0', class: `c-${name}` }));
  }
  for (const point of off) {
    parts.push(draw('path', { class: 'off', d: `M${x(Date.parse(point.at)) - 6} ${y(point.merged ?? 0) - 14}h12l-6 10z` }));
  }
  svg.replaceChildren(...parts);
}
function nice(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= step) ?? step;
}
function short(value) {
  return value >= 1e6 ? `${fine.format(value / 1e6)} M` : value >= 1e4 ? `${fine.format(value / 1e3)} k` : fine.format(value);
}

// -- audit and coverage -------------------------------------------------------------------------

/** What could not be checked may be right or wrong. */
function unchecked({ not_checked: not, failure }) {
  const answers = not.unavailable + not.incomplete + not.behind;
  const parts = [
    ...(answers ? [count(answers, 'answer')] : []),
    ...(not.tables ? [count(not.tables, 'table')] : []),
  ];
  return (parts.length ? ` Not checked: ${parts.join(', ')}.` : '') + (failure ? ` Waiting: ${failure}.` : '');
}
function proof(status) {
  const { audit } = status;
  const box = $('audit');
  box.className = audit.divergences ? 'audit bad' : 'audit';
  const checked = `${count(audit.rows, 'row')} of answers and the balance of ${count(audit.slices, 'slice')} were recounted, one event at a time, in ${count(audit.cycles, 'round')}.${unchecked(audit)}`;
  const head = audit.divergences ? `✕ ${count(audit.divergences, 'divergence')}` : audit.rows + audit.slices ? '✓ 0 divergences' : 'Nothing checked yet';
  const body = audit.divergences ? `${checked} The findings are listed above.` : audit.rows + audit.slices ? `${checked} All of them agree with the log.` : `The auditor recounts the answers of the layers, one event at a time.${unchecked(audit)}`;
  if (box.dataset.content !== head + body) {
    box.dataset.content = head + body;
    box.replaceChildren(make('strong', {}, head), make('p', {}, body));
  }
  const facts = [
    ['Definition', `d${status.definition}`],
    ['Epoch', whole.format(status.epoch)],
    ['Segments in the chain', whole.format(status.segments)],
    ['Publications', whole.format(status.publications)],
    ['Last publication', status.last_publication ? `${status.last_publication.slice(11, 19)} UTC` : status.publications ? 'before this server started' : 'none yet'],
    ['Log to answer, p50', status.visible.samples ? duration(status.visible.median_ms) : '–'],
    ['Log to answer, p99', status.visible.samples ? duration(status.visible.p99_ms) : '–'],
  ];
  const list = $('coverage');
  if (!list.children.length) for (const [name] of facts) list.append(make('dt', {}, name), make('dd'));
  facts.forEach(([, value], i) => text(list.children[2 * i + 1], value));
}

// -- queries ------------------------------------------------------------------------------------

let answers; // the stream of a live query

/** The address holds the workload and the query: #/vending?view=items&item=apple. */
function address() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  let name = '';
  try { name = decodeURIComponent(path); } catch (broken) { /* names no workload */ }
  return { name, query: new URLSearchParams(query) };
}

function follow() {
  if (location.hash && !location.hash.startsWith('#/')) return; // a place on this page
  const { name, query } = address();
  const known = state.workloads.has(name) ? name : state.current || state.workloads.keys().next().value || '';
  if (known !== state.current) {
    state.current = known;
    stop();
    clearAnswer();
  }
  document.title = `${state.current} · Anabranch`;
  $('status-link').href = `${API}/workloads/${encodeURIComponent(state.current)}/status`;
  fill(query);
  if (state.status.size) show();
  if (query.has('view') && state.workloads.has(name)) runQuery(query);
}

function fill(query) {
  const workload = state.workloads.get(state.current);
  if (!workload) return;
  const select = $('view');
  select.replaceChildren(...workload.views.map((view) => make('option', { value: view.view }, view.view)));
  if (workload.views.some((view) => view.view === query.get('view'))) select.value = query.get('view');
  columns(query);
  const form = $('ask');
  for (const name of ['at', 'from', 'to']) form.elements[name].value = query.get(name) ?? '';
  const layer = query.get('layer') ?? 'merged';
  for (const radio of form.elements.layer) radio.checked = radio.value === layer;
  $('live').checked = query.get('live') === '1';
}
function columns(query = new URLSearchParams()) {
  const view = state.workloads.get(state.current)?.views.find((one) => one.view === $('view').value);
  if (!view) return;
  $('columns').replaceChildren(...view.key.filter((column) => column.kind !== 'time').map((column) => {
    const input = make('input', { name: `column:${column.column}`, placeholder: 'any' });
    input.value = query.get(column.column) ?? '';
    return make('label', {}, column.column + (column.kind === 'label' ? ' (label)' : ''), input);
  }));
  $('times').hidden = view.by.length === 0;
  $('by').replaceChildren(make('option', { value: '' }, `stored (${view.bucket})`),
    ...view.by.filter((by) => by !== view.bucket).map((by) => make('option', { value: by }, by)));
  $('by').value = view.by.includes(query.get('by')) ? query.get('by') : '';
}
function formQuery() {
  const form = $('ask');
  const query = new URLSearchParams({ view: $('view').value });
  for (const input of $('columns').querySelectorAll('input')) {
    if (input.value) query.set(input.name.slice('column:'.length), input.value);
  }
  if (!$('times').hidden) {
    for (const name of ['at', 'from', 'to', 'by']) if (form.elements[name].value) query.set(name, form.elements[name].value.trim());
  }
  if (form.elements.layer.value !== 'merged') query.set('layer', form.elements.layer.value);
  if ($('live').checked) query.set('live', '1');
  return query;
}

function stop() {
  answers?.close();
  answers = undefined;
}
function clearAnswer() {
  $('answer').replaceChildren();
  $('rows').hidden = true;
  $('rows').replaceChildren();
  $('more').replaceChildren();
}

let turn = 0; // an answer that arrives after a later query is not shown
async function runQuery(query) {
  stop();
  const mine = ++turn;
  const parameters = new URLSearchParams(query);
  const view = parameters.get('view');
  const isLive = parameters.get('live') === '1';
  parameters.delete('view');
  parameters.delete('live');
  parameters.set('limit', '200');
  const place = `${API}/workloads/${encodeURIComponent(state.current)}/views/${encodeURIComponent(view)}`;
  if (isLive) {
    answers = new EventSource(`${place}/events?${parameters}`);
    answers.addEventListener('answer', (event) => showAnswer(parse(event.data), query, place, true));
    answers.addEventListener('problem', (event) => showProblem(JSON.parse(event.data)));
    // Scripts cannot see why a stream is refused, so the query is sent once without a stream.
    answers.onerror = () => { if (answers?.readyState === EventSource.CLOSED) fetchAnswer(place, parameters, query, mine); };
  } else {
    await fetchAnswer(place, parameters, query, mine);
  }
}
async function fetchAnswer(place, parameters, query, mine) {
  try {
    const answer = await json(`${place}?${parameters}`);
    if (mine === turn) showAnswer(answer, query, place, false);
  } catch (failure) {
    if (mine === turn) showProblem(failure.problem ?? { title: 'No answer', detail: 'the server cannot be reached', next: 'run the query again' });
  }
}
function showProblem(problem) {
  clearAnswer();
  $('answer').append(make('p', {}, make('span', { class: 'no' }, `✕ ${problem.title}: `), problem.detail), make('p', {}, `Next: ${problem.next}${problem.known ? ` (${problem.known.join(', ')})` : ''}.`));
}
const vector = (offsets) => Object.entries(offsets).map(([name, offset]) => `${name}:${whole.format(offset)}`).join(' ') || 'the origin';

function showAnswer(answer, query, place, isLive) {
  const p = answer.provenance;
  const isExact = p.answer === 'exact';
  const layer = { merged: 'Batch answers up to the cut, speed from there to V.', batch: 'Batch only: events before the cut.', speed: 'Speed only: events from the cut to V.' }[p.layer];
  const about = [
    make('p', {}, make('span', { class: isExact ? 'ok' : 'no' }, isExact ? '✓ Exact' : '✕ Incomplete'),
      isExact ? `: ${count(answer.page.of, 'row')}, every event counted once. ${layer}` : `: ${p.missing.join('; ')}.`),
    make('p', {}, 'V ', make('code', {}, vector(p.layer === 'batch' ? p.cut : p.V)), ' cut ', make('code', {}, vector(p.cut)),
      ` definition d${p.definition}, epoch ${whole.format(p.epoch)}${p.behind === undefined ? '' : `, ${count(p.behind, 'offset')} behind the log${p.stale_ms ? `, ${duration(p.stale_ms)} old` : ''}`}.`,
      ...(p.staleness_unknown ? [make('span', { class: 'no' }, ` Staleness unknown: ${p.staleness_unknown}.`)] : [])),
  ];
  if (!isLive) {
    const arguments_ = [...query].filter(([name]) => !['view', 'live'].includes(name)).map(([name, value]) => quoted(['at', 'from', 'to', 'by', 'layer'].includes(name) ? `--${name} ${value}` : `${name}=${value}`));
    about.push(make('p', { class: 'hint' }, 'Command line: ', make('code', {}, ['anabranch query', `${state.current}.${answer.view}`, ...arguments_].join(' ')), ' · the address of this page repeats the query'));
  }
  $('answer').setAttribute('aria-live', isLive ? 'off' : 'polite');
  $('answer').replaceChildren(...about);
  const table = make('table', {}, make('caption', { class: 'hide' }, `${state.current}.${answer.view}`), make('thead'), make('tbody'));
  const numeric = new Set(answer.fields.filter((field) => answer.rows.some((row) => isNumber(row[field]))));
  table.tHead.append(make('tr', {}, ...answer.fields.map((field) => make('th', numeric.has(field) ? { scope: 'col', class: 'n' } : { scope: 'col' }, field))));
  append(table, answer, numeric);
  const scroll = $('rows');
  const top = scroll.scrollTop;
  scroll.replaceChildren(table);
  scroll.hidden = answer.rows.length === 0;
  scroll.scrollTop = top;
  more(answer, place, table, numeric);
}
function quoted(argument) {
  const sign = argument.search(/[ =]/) + 1;
  const value = argument.slice(sign);
  return /^[\w.:-]*$/.test(value) ? argument : `${argument.slice(0, sign)}'${value.replaceAll("'", "'\\''")}'`;
}
function append(table, answer, numeric) {
  table.tBodies[0].append(...answer.rows.map((row) => make('tr', {}, ...answer.fields.map((field) => {
    const value = row[field];
    return make('td', numeric.has(field) ? { class: 'n' } : {}, value === null ? '–' : isNumber(value) ? number(value) : value);
  }))));
}
function more(answer, place, table, numeric) {
  const { page } = answer;
  const until = page.from + page.rows;
  if (until >= page.of) {
    $('more').replaceChildren();
    return;
  }
  const position = `Rows 1 to ${whole.format(until)} of ${whole.format(page.of)}. `;
  if (!page.next) {
    $('more').replaceChildren(position);
    return;
  }
  const button = make('button', { type: 'button' }, 'More');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const next = await json(`${place}?limit=200&page=${encodeURIComponent(page.next)}`);
      append(table, next, numeric);
      more(next, place, table, numeric);
      $('more').querySelector('button')?.focus();
    } catch (failure) {
      $('more').replaceChildren(failure.problem ? `${failure.problem.detail}. Run the query again.` : 'The server cannot be reached.');
    }
  });
  $('more').replaceChildren(position, button);
}

$('view').addEventListener('change', () => { columns(); });
$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = formQuery();
  const hash = `#/${encodeURIComponent(state.current)}?${query}`;
  if (location.hash === hash) runQuery(query);
  else location.hash = hash;
});
addEventListener('hashchange', follow);
addEventListener('resize', () => { if (state.status.size) show(); });

listen();
describe();
requestAnimationFrame(frame);
