import { number, objectSize, size } from '../format';
import type { MapDocument } from '../heap/map';
import { lang, t } from '../state';
import type { Colouring } from '../view';

const solid = 0.85;
const fair = 0.6;

/** What the map shows, in sentences: of what its colours tell now, and of nothing else. */
export function ReadingCard(props: { document: MapDocument; colouring: Colouring }) {
  const sentences = { state: ofState, resident: ofResidency, class: ofClasses }[props.colouring](props.document);
  return (
    <section class="card" aria-labelledby="reading-title">
      <header><h2 id="reading-title">{t.value.reading}</h2></header>
      {sentences.filter(Boolean).map((sentence) => <p class="reading" key={sentence}>{sentence}</p>)}
    </section>
  );
}

const bytesOf = (bytes: number) => size(bytes, lang.value);
const percent = (share: number) => number(share * 100, 0, lang.value);

const stillCounted = ({ totals }: MapDocument) => (totals.released.residentBytes ? t.value.readReleased(bytesOf(totals.released.residentBytes)) : '');

function ofState(document: MapDocument): string[] {
  const { totals, sizeClasses } = document;
  const text = t.value;
  const used = sizeClasses.reduce((sum, use) => sum + use.objectTotalBytes, 0);
  const bytes = sizeClasses.reduce((sum, use) => sum + use.bytes, 0);
  const occupancy = bytes ? used / bytes : 1;
  const worst = [...sizeClasses].sort((a, b) => b.fragmentationBytes - a.fragmentationBytes)[0];
  const share = percent(occupancy);
  const free = bytesOf(bytes - used);
  const idle = totals.idle.residentBytes ?? totals.idle.bytes;
  return [
    occupancy >= solid || !worst ? text.readSolid(share)
      : occupancy >= fair ? text.readFair(share, free)
        : text.readSparse(share, free, objectSize(worst.objectBytes, lang.value), percent(worst.occupancy)),
    idle > 0 ? text.readIdle(bytesOf(idle)) : text.readNone,
    stillCounted(document),
  ];
}

function ofResidency(document: MapDocument): string[] {
  const text = t.value;
  const totals = Object.values(document.totals);
  const all = totals.reduce((sum, total) => sum + total.bytes, 0);
  if (totals.some((total) => total.residentBytes === null)) {
    return [text.readNoResidency];
  }

  const inRam = totals.reduce((sum, total) => sum + total.residentBytes!, 0);
  return [
    text.readResident(bytesOf(inRam), bytesOf(all), percent(all ? inRam / all : 0)),
    stillCounted(document),
    document.hugePageBytes ? text.readHuge(bytesOf(document.hugePageBytes)) : '',
  ];
}

function ofClasses({ sizeClasses }: MapDocument): string[] {
  const text = t.value;
  const bytes = sizeClasses.reduce((sum, use) => sum + use.bytes, 0);
  const name = (use: { class: number; objectBytes: number }) => (use.class === 0 ? text.classLarge : objectSize(use.objectBytes, lang.value));
  const largest = [...sizeClasses].sort((a, b) => b.bytes - a.bytes)[0];
  const worst = [...sizeClasses].sort((a, b) => b.fragmentationBytes - a.fragmentationBytes)[0];
  return [
    text.readClasses,
    largest ? text.readLargest(name(largest), bytesOf(largest.bytes), percent(largest.bytes / bytes)) : '',
    worst && worst.fragmentationBytes > 0 ? text.readWorst(name(worst), bytesOf(worst.fragmentationBytes), percent(worst.occupancy)) : '',
  ];
}
