import { amount as size, amountChange as change, bounds, number } from '../format';
import { inkOn, token } from '../charts/theme';
import { isDark, lang, t, timeStyle } from '../state';
import { couldGo, termColors, type Term, type Verdict } from '../why';
import { terms } from '../words/why';

const labelShare = 0.14;

/** RES split into terms that add up to it, as a bar then and now, and as a table. */
export function LedgerCard(props: { verdict: Verdict }) {
  const { ledger, res, window } = props.verdict;
  const text = t.value;
  const [from, to] = bounds(Date.parse(window.from), Date.parse(window.to), timeStyle.value);
  const rows = ledger.filter((term) => term.fromBytes !== 0 || term.toBytes !== 0);
  const sum = ledger.reduce((total, term) => total + term.toBytes, 0);
  const free = ledger.filter((term) => couldGo.has(term.id)).reduce((total, term) => total + term.toBytes, 0);
  const longest = Math.max(res.fromBytes, res.toBytes, 1);
  const widest = Math.max(1, ...ledger.map((term) => Math.abs(term.changeBytes)));
  return (
    <section class="card ledger" aria-labelledby="ledger-title">
      <header>
        <h2 id="ledger-title">{text.ledgerTitle}</h2>
        <span class="grow" />
        {sum === res.toBytes
          ? <span class="sum good">✓ {text.addsUp(number(res.toBytes / 1024, 0, lang.value))}</span>
          : <span class="sum bad">✕ {text.addsUpNot(size(Math.abs(sum - res.toBytes)))}</span>}
      </header>
      <div class="bars" aria-hidden="true">
        <p><b>{from}</b> · {size(res.fromBytes)}</p>
        <Bar ledger={ledger} side="fromBytes" whole={longest} />
        <Bar ledger={ledger} side="toBytes" whole={longest} />
        <p class="bar-ends"><span><b>{to}</b> · {text.inUse(size(sum - free))}</span><span>{text.couldGoBack(size(free))}</span></p>
      </div>
      <div class="table-scroll tall" tabindex={0} role="region" aria-label={`${text.ledgerTitle}: ${text.table}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.lTerm}</th>
              <th scope="col" class="secondary">{text.lWhat}</th>
              <th scope="col" class="n">{from}</th>
              <th scope="col" class="n">{to}</th>
              <th scope="col" class="n secondary">{text.lShare}</th>
              <th scope="col" class="n">{text.lChange}</th>
              <th scope="col" class="secondary"><span class="hidden-text">{text.lChange}</span></th>
              <th scope="col" class="secondary">{text.lWho}</th>
              <th scope="col" class="secondary" title={text.lHowHint}>{text.lHow}</th>
            </tr>
          </thead>
          <tbody>{rows.map((term) => <Row key={term.id} term={term} widest={widest} />)}</tbody>
          <tfoot>
            <tr>
              <th scope="row">RES</th><td class="secondary" />
              <td class="n nowrap">{size(res.fromBytes)}</td><td class="n nowrap">{size(res.toBytes)}</td>
              <td class="n secondary">{number(100, 1, lang.value)}</td><td class="n nowrap">{change(res.changeBytes)}</td>
              <td class="secondary" /><td class="secondary" /><td class="secondary" />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

const words = (term: Term): [string, string, string] => terms[lang.value][term.id] ?? [term.name ?? term.id, '', '–'];
const swatch = (term: Term) => `background: var(--${termColors[term.id] ?? 'c-unacc'})`;

function Bar(props: { ledger: Term[]; side: 'fromBytes' | 'toBytes'; whole: number }) {
  const { ledger, side, whole } = props;
  void isDark.value;
  return (
    <div class={`bar ${side === 'toBytes' ? 'now' : 'then'}`}>
      {ledger.filter((term) => term[side] > 0).map((term) => (
        <i key={term.id} class={term.id === 'unattributed' ? 'hatched' : ''} style={`${swatch(term)}; width: ${(100 * term[side]) / whole}%`} title={`${words(term)[0]} ${size(term[side])}`}>
          {side === 'toBytes' && term[side] / whole > labelShare && <span style={{ color: inkOn(token(termColors[term.id] ?? 'c-unacc')) }}><b>{words(term)[0]}</b>{size(term[side])} · {number(term.share * 100, 0, lang.value)} %</span>}
        </i>
      ))}
    </div>
  );
}

function Row(props: { term: Term; widest: number }) {
  const { term, widest } = props;
  const [name, what, who] = words(term);
  const text = t.value;
  const hows: Record<string, string> = { exact: text.howExact, derived: text.howDerived, estimated: text.howEstimated };
  const width = (50 * Math.abs(term.changeBytes)) / widest;
  return (
    <tr>
      <th scope="row"><i class={`swatch${term.id === 'unattributed' ? ' hatched' : ''}`} style={swatch(term)} />{name}</th>
      <td class="secondary dim">{what}</td>
      <td class="n nowrap">{size(term.fromBytes)}</td>
      <td class="n nowrap"><b>{size(term.toBytes)}</b></td>
      <td class="n secondary">{number(term.share * 100, 1, lang.value)}</td>
      <td class="n nowrap"><b>{change(term.changeBytes)}</b></td>
      <td class="secondary"><span class="delta" aria-hidden="true">{term.changeBytes !== 0 && <i class={term.changeBytes < 0 ? 'down' : 'up'} style={`width: ${width}%; ${term.changeBytes < 0 ? 'right' : 'left'}: 50%`} />}</span></td>
      <td class="secondary dim">{who}</td>
      <td class="secondary dim">{hows[term.how] ?? term.how}</td>
    </tr>
  );
}
