import type { CodeLabel, Patent, Source, Technology } from '../../api/contract';
import { Foreign } from '../../components/Fragment';
import { RecordLink } from '../../components/RecordLink';
import { StatusChip } from '../../components/StatusChip';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day, dayInWords, unbroken } from '../../lib/format';
import css from './Record.module.css';

/** The documents that were published for this right. */
export function Publications({ publications }: Pick<Patent, 'publications'>) {
  const t = useWords('record');
  const language = useLanguage();
  if (publications.length === 0) return null;
  return (
    <section aria-labelledby="publications">
      <h2 id="publications">{t('part.publications')}</h2>
      <dl className={css.pairs}>
        {publications.map((publication) => (
          <div key={publication.number}>
            <dt className="ip-num">{unbroken(publication.number)}</dt>
            <dd className="ip-num">{publication.date && day(language, publication.date)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const ROLES = ['applicant', 'owner', 'inventor', 'agent'] as const;

export function Parties({ parties }: Pick<Patent, 'parties'>) {
  const t = useWords('record');
  const known = ROLES.map((role) => ({ role, named: parties.filter((party) => party.role === role) })).filter(
    ({ named }) => named.length > 0,
  );
  if (known.length === 0) return null;
  return (
    <section aria-labelledby="parties">
      <h2 id="parties">{t('part.parties')}</h2>
      <dl className={css.stack}>
        {known.map(({ role, named }) => (
          <div key={role}>
            <dt>{t(`role.${role}`)}</dt>
            {named.map(({ name, country }) => (
              <dd key={name}>
                {name}
                {country && <small>{country}</small>}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Where the facts of this page come from: file and day, so that anybody can check. */
export function Sources({ sources, note, updatedAt }: { sources: Source[]; note?: string; updatedAt: string }) {
  const t = useWords('record');
  const language = useLanguage();
  return (
    <section aria-labelledby="provenance">
      <h2 id="provenance">{t('part.sources')}</h2>
      {sources.length > 0 && (
        <dl className={css.stack}>
          {sources.map((source) => (
            <div key={source.source + source.fileName}>
              <dd>{source.label}</dd>
              <dt className={css.file}>
                {source.fileName} · {t('imported', { date: dayInWords(language, source.importedAt) })}
              </dt>
            </div>
          ))}
        </dl>
      )}
      {note && <p className={css.plainText}>{note}</p>}
      <p className={css.small}>{t('updated', { date: dayInWords(language, updatedAt) })}</p>
    </section>
  );
}

export function RelatedTechnologies({ technologies }: Pick<Patent, 'technologies'>) {
  const t = useWords('record');
  if (technologies.length === 0) return null;
  return (
    <section aria-labelledby="technologies">
      <h2 id="technologies">{t('part.technologies')}</h2>
      <ul className={css.plain}>
        {technologies.map((technology) => (
          <li key={technology.id}>
            <RecordLink type="technology" reference={technology.id}>
              <Foreign text={technology.title} />
            </RecordLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function RelatedPatents({ patents }: Pick<Technology, 'patents'>) {
  const t = useWords('record');
  if (patents.length === 0) return null;
  return (
    <section aria-labelledby="patents">
      <h2 id="patents">{t('part.patents')}</h2>
      <ul className={css.plain}>
        {patents.map((patent) => (
          <li key={patent.id}>
            <RecordLink type="patent" reference={patent.ref}>
              <Foreign text={patent.title} />
            </RecordLink>
            {patent.number && <small className="ip-num">{unbroken(patent.number)}</small>}
            <StatusChip status={patent.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Codes({ title, note, codes }: { title: string; note?: string; codes: CodeLabel[] }) {
  if (codes.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className={css.plain}>
        {codes.map(({ code, label }) => (
          <li key={code}>{label}</li>
        ))}
      </ul>
      {note && <p className={css.small}>{note}</p>}
    </section>
  );
}
