// Draws charts with ECharts in the colours of the page.
const palette = [
  ['--colorBrandStroke1', '#0f6cbd', 'solid'],
  ['--colorPaletteGreenForeground1', '#0e700e', [6, 3]],
  ['--colorPaletteMarigoldForeground1', '#b8860b', [2, 3]],
  ['--colorPaletteRedForeground1', '#b10e1c', [8, 3, 2, 3]],
  ['--colorPaletteBerryForeground1', '#9b0079', [4, 4]],
  ['--colorNeutralForeground3', '#616161', [1, 2]],
];
const paperWidth = 640; // CSS pixels; within the margins of a sheet of A4
const drawn = new Map();
const still = matchMedia('(prefers-reduced-motion: reduce)');
new MutationObserver(() => requestAnimationFrame(() => repaint())).observe(document.body, { attributes: true, attributeFilter: ['data-theme'] });
addEventListener('beforeprint', () => repaint({ width: paperWidth, onPaper: true }));
addEventListener('afterprint', () => repaint({ width: 'auto' }));

export async function draw(place, library, json) {
  const echarts = await import(library);
  if (!place?.isConnected) return; // the page was left meanwhile
  let known = drawn.get(place);
  if (known === undefined) {
    const chart = echarts.init(place, null, { renderer: 'svg' }); // sharp in print, and no canvas to read for nothing
    const sizes = new ResizeObserver(() => chart.resize());
    sizes.observe(place);
    drawn.set(place, known = { chart, sizes });
  }
  known.json = json;
  paint(place);
}

export function remove(place) {
  const known = drawn.get(place);
  if (known === undefined) return;
  drawn.delete(place);
  known.sizes.disconnect();
  known.chart.dispose();
}

// For another theme, or for paper and back: paper is white whatever the theme.
function repaint({ width, onPaper = false } = {}) {
  for (const [place, { chart }] of drawn) {
    if (!place.isConnected) {
      remove(place);
      continue;
    }
    if (width !== undefined) chart.resize({ width: onPaper ? Math.min(width, place.clientWidth) : width });
    paint(place, onPaper);
  }
}

function paint(place, onPaper = false) {
  const { chart, json } = drawn.get(place);
  const option = JSON.parse(json);
  const style = getComputedStyle(place);
  const colour = (name, usual) => (onPaper ? '' : style.getPropertyValue(name).trim()) || usual;
  const text = { color: onPaper ? '#242424' : style.color, fontFamily: style.fontFamily };
  const grid = { lineStyle: { color: colour('--colorNeutralStroke2', '#e0e0e0') } };
  option.animation = !still.matches && !onPaper;
  option.color = palette.map(([name, usual]) => colour(name, usual));
  option.textStyle = text;
  if (option.legend) option.legend.textStyle = text;
  if (option.tooltip) Object.assign(option.tooltip, { confine: true, backgroundColor: colour('--colorNeutralBackground1', '#fff'), textStyle: text });
  for (const axis of [option.xAxis, option.yAxis].filter(axis => axis)) Object.assign(axis, { axisLabel: text, axisLine: grid, splitLine: { show: axis === option.yAxis, ...grid } });
  if (option.radar) Object.assign(option.radar, { axisName: text, axisLine: grid, splitLine: grid, splitArea: { show: false } });
  option.series.forEach((series, at) => {
    if (series.type === 'line') series.lineStyle = { type: palette[at % palette.length][2] };
  });
  chart.setOption(option, true);
}
