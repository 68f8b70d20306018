import { number, size } from '../format';
import { hello, lang, latest, sheetOpen, t } from '../state';

export function Footer() {
  const { 'self.cpu': cpu, 'self.res': res } = latest.value;
  const greeting = hello.value;
  const parts = [
    `resident ${greeting?.version ?? ''}`.trim(),
    greeting && greeting.target.sources.length ? t.value.sourcesLine(greeting.target.sources.join(', ')) : '',
    res === undefined ? '' : t.value.selfCost(number(cpu ?? 0, 1, lang.value), size(res, lang.value)),
  ].filter(Boolean);
  return (
    <footer class="foot">
      <span class="self">{parts.join(' · ')}</span>
      <span class="grow" />
      <button type="button" class="button small ghost" onClick={() => (sheetOpen.value = true)}><kbd>?</kbd> {t.value.pressFor}</button>
    </footer>
  );
}
