import type { ReactNode } from 'react';
import type { SearchItem } from '../api/contract';
import { useStandingNote, Foreign, Marked } from './Fragment';
import { useLanguage, useWords } from '../hooks/useLanguage';
import { count, unbroken } from '../lib/format';
import type { Words } from '../lib/words';
import { RecordLink } from './RecordLink';
import css from './ResultRow.module.css';
import { StatusChip } from './StatusChip';

interface ResultRowProps {
  item: SearchItem;
  heading?: 'h2' | 'h3';
  /** Why this record stands here, where that is not the query. */
  because?: ReactNode;
  /** The row above is of the same family: this one says only what differs. */
  isRepeat?: boolean;
}

/** A hit is a row, not a card: the eye runs down titles on the left and quiet facts on the right. */
export function ResultRow({ item, heading: Heading = 'h2', because, isRepeat = false }: ResultRowProps) {
  const t = useWords('shell');
  const language = useLanguage();
  const note = useStandingNote()(item.title);
  // Know-how with a patent behind it lives as long as the patent does, and says so where no source is named.
  const isDerived = item.type === 'technology' && !item.status.source && item.status.state !== 'not_patented';
  const status = isDerived ? { ...item.status, source: t('statusOfPatents') } : item.status;
  const parts = item.titleParts.length > 0 ? <Marked parts={item.titleParts} /> : <Foreign text={item.title} />;
  return (
    <li className={css.row} data-repeat={isRepeat || undefined}>
      <div>
        <Eyebrow item={item} isRepeat={isRepeat} />
        <Heading className={css.title}>
          <RecordLink type={item.type} reference={item.ref}>
            <span lang={item.title.lang === language ? undefined : item.title.lang}>{parts}</span>
          </RecordLink>
        </Heading>
        {!isRepeat && item.summaryParts.length > 0 && (
          <p className={css.summary} lang={item.summaryLang === language ? undefined : (item.summaryLang ?? undefined)}>
            <Marked parts={item.summaryParts} />
          </p>
        )}
        {!isRepeat && because && <p className={css.because}>{because}</p>}
        <p className={css.meta}>
          <StatusChip status={status} />
          {note && <span className={css.converted}>{note}</span>}
        </p>
      </div>
      <ResultFacts item={item} isRepeat={isRepeat} />
    </li>
  );
}

interface PieceProps {
  item: SearchItem;
  isRepeat: boolean;
}

function Eyebrow({ item, isRepeat }: PieceProps) {
  const t = useWords('shell');
  const field = item.classes[0];
  return (
    <p className={css.eyebrow}>
      {!isRepeat && <span>{item.type === 'patent' ? t('type.patent') : t('type.technology')}</span>}
      {isRepeat && item.number && <span className="ip-num">{unbroken(item.number)}</span>}
      {item.isDemo && <span className={css.demo}>{t('demo')}</span>}
      {!isRepeat && item.number && <span className="ip-num">{unbroken(item.number)}</span>}
      {field && !isRepeat && (
        <span>
          <span className="ip-num">{field.symbol}</span> {field.label}
        </span>
      )}
    </p>
  );
}

/** "1 of 4 family members: HK, CN, US, EP": the offices too, where they are known. */
function familyOf({ familySize, familyOffices }: SearchItem, t: Words<'shell'>): string {
  const number = count(familySize);
  if (familyOffices.length === 0) return t('familyOf', { number });
  return t('familyOfIn', { number, offices: familyOffices.join(t('listSeparator')) });
}

function ResultFacts({ item, isRepeat }: PieceProps) {
  const t = useWords('shell');
  return (
    <div className={css.facts}>
      {item.owner && !isRepeat && <p className={css.owner}>{item.owner}</p>}
      {item.year !== null && <p className="ip-num">{item.year}</p>}
      {item.familySize > 1 && !isRepeat && <p>{familyOf(item, t)}</p>}
      {item.stage && <p>{item.stage.label}</p>}
      {!isRepeat && item.measures.slice(0, 2).map((measure) => <p key={measure.code}>{measure.label}</p>)}
    </div>
  );
}
