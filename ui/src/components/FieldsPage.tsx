import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ProcessSample, SampleAnswer } from '../api';
import { ask } from '../reach';
import { fields, type Field } from '../fields';
import { difference, duration, number, size } from '../format';
import { hello, lang, lastTick, t, view } from '../state';
import { everHad } from '../store';

export function FieldsPage() {
  const [sample, setSample] = useState<ProcessSample | null>(null);
  const [missing, setMissing] = useState(false);
  const [open, setOpen] = useState<string | null>('resMinusShr');
  useEffect(() => {
    if (!everHad('process.res')) {
      setMissing(hello.value !== null);
      return undefined;
    }

    if (view.value.pausedAt !== null && sample) {
      return undefined;
    }

    const giveUp = new AbortController();
    ask<SampleAnswer>('/api/sample', {}, giveUp.signal).then(
      (answer) => {
        setSample(answer.process);
        setMissing(!answer.process);
      },
      () => giveUp.signal.aborted || setMissing(true),
    );
    return () => giveUp.abort();
  }, [lastTick.value, view.value.pausedAt, hello.value]);

  const text = t.value;
  const groups = { top: text.groupTop, ps: text.groupPs, more: text.groupMore };
  if (missing && !sample) {
    return <section class="card"><header><h1>{text.fieldsTitle}</h1></header><p class="hint">{text.fieldsNone}</p></section>;
  }

  return (
    <section class="card" aria-labelledby="fields-title">
      <header><h1 id="fields-title">{text.fieldsTitle}</h1><span class="dim">{text.fieldsSub}</span></header>
      <table class="fields">
        <thead>
          <tr><th scope="col">{text.field}</th><th scope="col" class="n">{text.value}</th><th scope="col">{text.meaning}</th></tr>
        </thead>
        {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
          <tbody key={group}>
            <tr class="group"><th scope="rowgroup" colSpan={3}>{groups[group]}</th></tr>
            {fields.filter((field) => field.group === group).map((field) => (
              <FieldRow key={field.id} field={field} sample={sample} isOpen={open === field.id} toggle={() => setOpen(open === field.id ? null : field.id)} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function write(field: Field, sample: ProcessSample | null): string {
  const value = sample ? field.read(sample) : undefined;
  if (value === undefined) {
    return sample ? t.value.notRead : '';
  }

  if (typeof value === 'string') {
    return value;
  }

  switch (field.kind) {
    case 'size':
      return size(value, lang.value);
    case 'seconds':
      return value < 60 ? `${number(value, 2, lang.value)} s` : duration(value * 1000, lang.value);
    default:
      return number(value, 0, lang.value);
  }
}

function FieldRow(props: { field: Field; sample: ProcessSample | null; isOpen: boolean; toggle(): void }) {
  const { field, sample, isOpen } = props;
  const meaning = field.meaning[lang.value];
  return (
    <Fragment>
      <tr class="row" title={meaning} onClick={props.toggle}>
        <th scope="row">
          <button type="button" aria-expanded={isOpen} onClick={(click) => { click.stopPropagation(); props.toggle(); }}>
            <span class="twist" aria-hidden="true">{isOpen ? '▾' : '▸'}</span>{field.name}
          </button>
        </th>
        <td class="n nowrap">{write(field, sample)}</td>
        <td>{meaning}</td>
      </tr>
      {isOpen && (
        <tr class="detail">
          <td colSpan={3}>
            {workedOut(field, sample)}
            <p>{field.detail[lang.value]}</p>
            <p class="dim">{t.value.from} <code>{field.source}</code></p>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** The sums behind RES and RES−SHR, with figures that add up as they are printed. */
function workedOut(field: Field, sample: ProcessSample | null) {
  if (!sample) {
    return null;
  }

  const read = (key: string) => (typeof sample[key] === 'number' ? (sample[key] as number) : 0);
  if (field.id === 'resMinusShr') {
    const sum = difference(read('res'), read('shr'), lang.value);
    return <p class="sum">RES {sum.left} − SHR {sum.right} = <b>{sum.result} {sum.unit}</b></p>;
  }

  if (field.id === 'res' || field.id === 'shr') {
    const parts = field.id === 'res' ? ['rssAnon', 'rssFile', 'rssShmem'] : ['rssFile', 'rssShmem'];
    const kib = (key: string) => number(read(key) / 1024, 0, lang.value);
    return (
      <p class="sum">
        {parts.map((key, i) => `${i ? ' + ' : ''}${key.replace('rss', 'Rss')} ${kib(key)}`).join('')} = <b>{kib(field.id)} KiB</b>
      </p>
    );
  }

  return null;
}
