import type { Patent } from '../../api/contract';
import { RecordLink } from '../../components/RecordLink';
import { useWords } from '../../hooks/useLanguage';
import css from './Record.module.css';
import { Section } from './Section';

const SHOWN_FIRST = 10;

/** What the office or the applicant cited; documents that are here too are links. */
export function Citations({ citations }: Pick<Patent, 'citations'>) {
  const t = useWords('record');
  if (citations.length === 0) return null;
  const rest = citations.slice(SHOWN_FIRST);
  return (
    <Section id="citations" title={t('part.citations')} count={citations.length}>
      <CitationList citations={citations.slice(0, SHOWN_FIRST)} />
      {rest.length > 0 && (
        <details className={css.more}>
          <summary>{t('moreCitations', { count: rest.length })}</summary>
          <CitationList citations={rest} />
        </details>
      )}
    </Section>
  );
}

function CitationList({ citations }: Pick<Patent, 'citations'>) {
  return (
    <ul className={css.citations}>
      {citations.map((citation, at) => (
        <li key={at} className="ip-num">
          {citation.ref ? (
            <RecordLink type="patent" reference={citation.ref}>
              {citation.text}
            </RecordLink>
          ) : (
            <span>{citation.text}</span>
          )}
          {citation.category && <small>{citation.category}</small>}
        </li>
      ))}
    </ul>
  );
}
