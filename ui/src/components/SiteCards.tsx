import { amount as size, amountChange as change, bounds, number, signed } from '../format';
import type { Frame } from '../inspect';
import { lang, t, timeStyle } from '../state';
import type { Verdict } from '../why';

/** Places in the program whose objects in use became more. */
export function SitesCard(props: { verdict: Verdict }) {
  const { sites, window } = props.verdict;
  const text = t.value;
  const most = Math.max(1, ...sites.map((site) => Math.abs(site.changeBytes)));
  const [from, to] = bounds(Date.parse(window.from), Date.parse(window.to), timeStyle.value);
  return (
    <section class="card" aria-labelledby="sites-title">
      <header><h2 id="sites-title">{text.sitesTitle}</h2><span class="dim">{text.sitesSub}</span></header>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.sSite}</th><th scope="col" class="n secondary">{from}</th><th scope="col" class="n">{to}</th>
            <th scope="col" class="n">{text.lChange}</th><th scope="col" class="n secondary">{text.sObjects}</th>
          </tr>
        </thead>
        <tbody>
          {sites.map((site) => (
            <tr key={`${site.function}:${site.file}:${site.line}`}>
              <td>
                <span class="place wide-place" title={`${site.file}:${site.line}`}><code>{site.function}</code><small>{where(site)}</small></span>
                <span class="growth" aria-hidden="true"><i class={site.changeBytes < 0 ? 'down' : 'up'} style={{ width: `${(100 * Math.abs(site.changeBytes)) / most}%` }} /></span>
              </td>
              <td class="n secondary nowrap">{size(site.fromBytes)}</td>
              <td class="n nowrap">{size(site.toBytes)}</td>
              <td class="n nowrap"><b>{change(site.changeBytes)}</b></td>
              <td class="n secondary">{number(site.objects, 0, lang.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const where = (frame: { file: string; line: number }): string => (frame.file ? `${frame.file.split('/').slice(-2).join('/')}${frame.line ? `:${frame.line}` : ''}` : '');

/** Groups of goroutines that became more. */
export function GrownCard(props: { verdict: Verdict }) {
  const text = t.value;
  return (
    <section class="card" aria-labelledby="grown-title">
      <header><h2 id="grown-title">{text.grownTitle}</h2></header>
      <table>
        <thead>
          <tr>
            <th scope="col" class="n">{text.gCount}</th><th scope="col" class="n">{text.gChange}</th><th scope="col" class="secondary">{text.gReason}</th>
            <th scope="col">{text.gStart}</th><th scope="col" class="secondary">{text.gCreated}</th>
          </tr>
        </thead>
        <tbody>
          {props.verdict.goroutines.map((group, i) => (
            <tr key={i}>
              <td class="n">{number(group.count, 0, lang.value)}</td>
              <td class="n"><b>{group.change === 0 ? '±0' : signed(number(group.change, 0, lang.value))}</b></td>
              <td class="secondary" lang="en">{group.waitReason ?? group.state}</td>
              <td><Spot frame={group.site} /></td>
              <td class="secondary"><Spot frame={group.createdBy} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Spot(props: { frame: Frame | string | null }) {
  const { frame } = props;
  if (frame === null) return <>–</>;
  return typeof frame === 'string'
    ? <span class="place"><code>{frame}</code></span>
    : <span class="place" title={`${frame.file}:${frame.line}`}><code>{frame.function}</code><small>{where(frame)}</small></span>;
}
