// Draws a profile: flame graph, table, callers and callees. No request leaves this server.
'use strict';
const $ = id => document.getElementById(id);
const rowHeight = 21, filters = ['si', 'focus', 'ignore', 'hide'], views = ['flame', 'top', 'peek', 'source'];
let tree = null, boxes = [], zoom = 0, selected = 0, rows = [], order = 'flat', matcher = null;

const state = () => new URLSearchParams(location.hash.slice(1));
function go(changes) {
  const next = state();
  for (const [key, value] of Object.entries(changes)) value ? next.set(key, value) : next.delete(key);
  location.hash = next.toString();
}
async function load(view) {
  if (window.residentFlame) return window.residentFlame;
  const query = new URLSearchParams(), now = state();
  for (const key of [...filters, 'f']) if (now.get(key)) query.set(key, now.get(key));
  const response = await fetch('api/profile/' + view + '?' + query), body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}
function format(value, unit) {
  const sign = value < 0 ? '\u2212' : '', steps = unit === 'bytes' ? [['GiB', 2 ** 30], ['MiB', 2 ** 20], ['KiB', 1024], ['B', 1]]
    : unit === 'nanoseconds' ? [['s', 1e9], ['ms', 1e6], ['\u00b5s', 1e3], ['ns', 1]] : [['', 1]];
  value = Math.abs(value);
  const [name, factor] = steps.find(step => value >= step[1]) || steps[steps.length - 1], scaled = value / factor;
  return sign + scaled.toLocaleString('en', { maximumFractionDigits: factor === 1 || scaled >= 100 ? 0 : 1 }) + (name && '\u00a0' + name);
}
const percent = (value, total) => total ? (Math.abs(value) / Math.abs(total) * 100).toFixed(1) : '0.0';

async function unpack(data) {
  const zipped = Uint8Array.from(atob(data.tree), c => c.charCodeAt(0));
  const bytes = new Uint8Array(await new Response(new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  const count = data.nodes, depth = new Int32Array(count), name = new Int32Array(count), self = new Float64Array(count), size = new Float64Array(count), net = new Float64Array(count),
    parent = new Int32Array(count), x = new Float64Array(count);
  let at = 0;
  const varint = () => { let value = 0, factor = 1, byte; do { byte = bytes[at++]; value += (byte & 127) * factor; factor *= 128; } while (byte > 127); return value; };
  const signed = () => { const value = varint(); return value % 2 ? -(value + 1) / 2 : value / 2; };
  const path = [];
  let level = -1;
  for (let i = 0; i < count; i++) {
    level = level + 1 - varint();
    depth[i] = level; name[i] = varint(); self[i] = signed();
    const hidden = signed();
    net[i] = self[i] + hidden; size[i] = Math.abs(self[i]) + Math.abs(hidden);
    parent[i] = level ? path[level - 1] : -1; path[level] = i;
  }
  for (let i = count - 1; i > 0; i--) { size[parent[i]] += size[i]; net[parent[i]] += net[i]; }
  const next = new Float64Array(count);
  for (let i = 1; i < count; i++) { x[i] = x[parent[i]] + next[parent[i]]; next[parent[i]] += size[i]; }
  return { ...data, count, depth, name, self, size, net, parent, x, isDiff: self.some(v => v < 0) };
}
const nameOf = i => i ? tree.names[tree.name[i]] : 'root';
// A name may end with a place in a file: "main.f /src/main.go:12".
function partsOf(name) { const at = name.search(/ \/\S*$/); return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)]; }
function shortOf(name) {
  const [call, place] = partsOf(name), generic = call.indexOf('['), path = generic < 0 ? call : call.slice(0, generic);
  return call.slice(path.lastIndexOf('/') + 1) + (place && ' ' + place.slice(place.lastIndexOf('/') + 1));
}
function packageOf(full) { const name = partsOf(full)[0], cut = name.lastIndexOf('/'), dot = name.indexOf('.', cut + 1); return dot < 0 ? name : name.slice(0, dot); }
function hue(text) { let hash = 7; for (const c of text) hash = (hash * 31 + c.charCodeAt(0)) >>> 0; return 'f' + (hash % 8 + 1); }
function draw() {
  if (!tree || $('flame').hidden) return;
  const canvas = $('canvas'), ratio = devicePixelRatio || 1, width = canvas.clientWidth, style = getComputedStyle(document.documentElement), colors = {};
  const color = key => colors[key] ||= style.getPropertyValue('--' + key);
  const scale = width / (tree.size[zoom] || 1), left = tree.x[zoom], right = left + tree.size[zoom];
  boxes = [];
  let levels = 0;
  const above = []; for (let i = zoom; i >= 0; i = tree.parent[i]) above.unshift(i);
  for (const i of above) boxes.push([i, 0, tree.depth[i], width]);
  for (let i = zoom + 1; i < tree.count && tree.depth[i] > tree.depth[zoom]; i++) {
    const wide = tree.size[i] * scale;
    if (wide >= 0.5 && tree.x[i] < right) boxes.push([i, (tree.x[i] - left) * scale, tree.depth[i], wide]);
  }
  for (const box of boxes) levels = Math.max(levels, box[2] + 1);
  canvas.width = width * ratio; canvas.height = levels * rowHeight * ratio; canvas.style.height = levels * rowHeight + 'px';
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio); pen.font = '12px ui-monospace, monospace'; pen.textBaseline = 'middle';
  let hits = 0, covered = -1;
  for (const [i, at, row, wide] of boxes) {
    const name = nameOf(i), hit = matcher && i && matcher.test(name), change = tree.size[i] ? tree.net[i] / tree.size[i] : 0;
    pen.fillStyle = hit ? color('hit') : tree.isDiff ? color(change > 0.01 ? 'up' : change < -0.01 ? 'down' : 'same') : i ? color(hue(packageOf(name))) : color('same');
    pen.fillRect(at, row * rowHeight, Math.max(wide - 1, 0.5), rowHeight - 1);
    if (hit && i > zoom && tree.x[i] >= covered) { hits += tree.size[i]; covered = tree.x[i] + tree.size[i]; }
    if (i === selected) { pen.strokeStyle = color('text'); pen.lineWidth = 2; pen.strokeRect(at + 1, row * rowHeight + 1, Math.max(wide - 3, 1), rowHeight - 3); }
    if (wide > 30) {
      const room = Math.floor((wide - 8) / 7.3), short = name.length > room ? shortOf(name) : name;
      pen.fillStyle = color('flame-ink');
      pen.fillText(short.length > room ? short.slice(0, Math.max(room - 1, 0)) + '\u2026' : short, at + 4, row * rowHeight + rowHeight / 2);
    }
  }
  $('matched').textContent = matcher ? percent(hits, tree.size[zoom]) + ' % match' : '';
  $('crumbs').textContent = above.map(nameOf).slice(-4).join(' \u203a ');
  describe(selected);
}
function describe(i) {
  const total = tree.net[i], whole = tree.isDiff ? tree.total : tree.size[0];
  $('details').textContent = `${nameOf(i)} \u00b7 total ${format(total, tree.unit)} (${percent(total, whole)} %) \u00b7 self ${format(tree.self[i], tree.unit)}`;
}
function hitAt(event) {
  const area = $('canvas').getBoundingClientRect(), x = event.clientX - area.left, row = Math.floor((event.clientY - area.top) / rowHeight);
  const box = boxes.find(b => b[2] === row && x >= b[1] && x < b[1] + b[3]);
  return box ? box[0] : -1;
}
function move(key) {
  const last = selected;
  if (key === 'ArrowUp') selected = Math.max(tree.parent[selected], 0);
  if (key === 'ArrowDown' && selected + 1 < tree.count && tree.depth[selected + 1] > tree.depth[selected]) selected++;
  if (key === 'ArrowRight') for (let i = selected + 1; i < tree.count && tree.depth[i] >= tree.depth[selected]; i++) if (tree.depth[i] === tree.depth[selected]) { selected = i; break; }
  if (key === 'ArrowLeft') for (let i = selected - 1; i > tree.parent[selected]; i--) if (tree.depth[i] === tree.depth[selected]) { selected = i; break; }
  if (key === 'Enter') zoom = selected;
  if (key === 'Escape') { zoom = 0; selected = 0; }
  return last !== selected || key === 'Enter' || key === 'Escape';
}
function cells(kind, row, values, className) {
  const line = document.createElement('tr');
  if (kind) line.className = kind;
  values.forEach((value, i) => { const cell = line.insertCell(); cell.textContent = value; if (!i && className) cell.className = className; });
  row.append(line);
  return line;
}
const nothingNamed = 'No function of this profile has such a name.';
const exactly = name => '^' + name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + '$';
// A function's name as a link to who calls it and whom it calls.
function linkTo(name, view) {
  const link = document.createElement('a'), target = state();
  target.set('view', view || 'peek'); target.set('f', exactly(name));
  link.textContent = name; link.href = '#' + target;
  return link;
}
function linkFirst(line, name, view) { line.cells[0].replaceChildren(linkTo(name, view)); return line; }
function showTop(data) {
  rows = data ? data.nodes.map(n => ({ ...n, total: data.total, unit: data.unit })) : rows;
  const body = document.querySelector('#top tbody');
  body.replaceChildren();
  const shown = rows.filter(n => !matcher || matcher.test(n.name)).sort((a, b) => order === 'name' ? a.name.localeCompare(b.name) : Math.abs(b[order]) - Math.abs(a[order]));
  for (const n of shown) {
    linkFirst(cells('', body, [n.name, format(n.flat, n.unit), percent(n.flat, n.total), format(n.cum, n.unit), percent(n.cum, n.total)]), n.name);
  }
}
// Which functions one may ask about, where none has been named yet: those with the largest totals.
function suggest(box, view, data) {
  const hint = document.createElement('p'), table = document.createElement('table');
  hint.textContent = data.nodes.length ? 'Type a part of a function\u2019s name above, or take one of the largest:' : 'No sample passes these filters.';
  for (const n of [...data.nodes].sort((a, b) => Math.abs(b.cum) - Math.abs(a.cum)).slice(0, 15)) {
    linkFirst(cells('', table, [n.name, 'self ' + format(n.flat, data.unit), 'total ' + format(n.cum, data.unit)]), n.name, view);
  }
  box.replaceChildren(hint, table);
}
function showPeek(data) {
  const box = $('peeked'), most = 100;
  box.replaceChildren();
  for (const n of data.nodes.slice(0, most)) {
    const table = document.createElement('table');
    const call = c => linkFirst(cells('', table, [c.name, format(c.weight, data.unit), percent(c.weight, n.cum) + ' %'], 'called'), c.name)
      .cells[0].append(c.inline ? ' (inline)' : '');
    n.callers.forEach(call);
    cells('self', table, [n.name, 'self ' + format(n.flat, data.unit), 'total ' + format(n.cum, data.unit)]);
    n.callees.forEach(call);
    box.append(table, document.createElement('br'));
  }
  if (!data.nodes.length) box.textContent = nothingNamed;
  if (data.nodes.length > most) box.append(`and ${data.nodes.length - most} more functions: name them more exactly to see them.`);
}
function showSource(data) {
  const text = document.createElement('pre');
  text.textContent = data.functions ? data.text : nothingNamed;
  $('sourced').replaceChildren(text);
}
async function show() {
  const now = state(), view = views.includes(now.get('view')) ? now.get('view') : 'flame', isUnnamed = ['peek', 'source'].includes(view) && !now.get('f');
  const isCurrent = () => state().toString() === now.toString();
  for (const id of views) $(id).hidden = true;
  for (const link of document.querySelectorAll('nav a')) {
    const target = new URLSearchParams(now); target.set('view', link.textContent.toLowerCase()); link.href = '#' + target;
    link.textContent.toLowerCase() === view ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  }
  for (const key of filters) if ($(key)) $(key).value = now.get(key) || $(key).dataset.initial || '';
  for (const box of document.getElementsByName('f')) box.value = now.get('f') || '';
  $('problem').hidden = true; $('loading').hidden = false;
  try {
    const data = await load(isUnnamed ? 'top' : view), next = view === 'flame' ? await unpack(data) : null;
    if (!isCurrent()) return;
    $(view).hidden = false;
    if (view === 'flame') { tree = next; zoom = selected = 0; draw(); }
    if (view === 'top') showTop(data);
    if (isUnnamed) suggest($(view === 'peek' ? 'peeked' : 'sourced'), view, data);
    else if (view === 'peek') showPeek(data);
    else if (view === 'source') showSource(data);
  } catch (problem) { if (isCurrent()) { $('problem').textContent = problem.message; $('problem').hidden = false; } }
  if (isCurrent()) $('loading').hidden = true;
}
async function start() {
  if (window.residentFlame) document.querySelectorAll('nav, header label:not(:last-of-type)').forEach(part => part.remove());
  else {
    const about = await load('about');
    $('title').textContent = about.title || 'Profile';
    for (const type of about.types) $('si').append(new Option(type, type));
    $('si').dataset.initial = about.type;
    for (const key of filters) $(key).onchange = () => go({ [key]: $(key).value });
    for (const box of document.getElementsByName('f')) box.onchange = () => go({ f: box.value });
  }
  $('search').oninput = () => {
    try { matcher = $('search').value ? new RegExp($('search').value, 'i') : null; $('search').setCustomValidity(''); }
    catch (problem) { $('search').setCustomValidity(problem.message); $('matched').textContent = problem.message; return; }
    $('top').hidden ? draw() : showTop(null);
  };
  document.querySelectorAll('#top button').forEach(button => button.onclick = () => { order = button.dataset.sort; showTop(null); });
  $('reset').onclick = () => { zoom = selected = 0; draw(); };
  $('canvas').onmousemove = event => { const i = hitAt(event); if (i >= 0) describe(i); };
  $('canvas').onclick = event => { const i = hitAt(event); if (i >= 0) { zoom = selected = i; draw(); } };
  $('canvas').onkeydown = event => { if (tree && move(event.key)) { event.preventDefault(); draw(); } };
  document.onkeydown = event => { if (event.key === '/' && event.target.tagName !== 'INPUT') { event.preventDefault(); $('search').focus(); } };
  onresize = draw; onhashchange = show;
  await show();
}
start().catch(problem => { $('problem').textContent = problem.message; $('problem').hidden = false; });
