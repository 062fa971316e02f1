import { IconPaperclip } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { DefinitionRows } from '../../components/forms/DefinitionRows';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { fileSize, instant } from '../../lib/format';
import css from './Admin.module.css';
import { VerificationChip } from './Chips';
import { namesIn } from './names';
import type { Case, Organisation } from './queries';
import { useCountryName } from './useCountryName';

/** Each request to be verified with its evidence: the one that waits is open, those before are folded. */
export function Cases({ organisation }: { organisation: Organisation }) {
  const t = useWords('admin');
  const { cases } = organisation;
  return (
    <section className={css.section} aria-labelledby="cases">
      <h2 id="cases">{t('cases.title')}</h2>
      {cases.length === 0 && <p className={css.none}>{t('cases.none')}</p>}
      {cases.map((one, at) => (
        <details key={one.id} className={css.case} open={one.state === 'submitted' || at === 0}>
          <summary>
            <Summary one={one} />
          </summary>
          <Evidence one={one} organisation={organisation} />
          <Claimed one={one} organisation={organisation} />
        </details>
      ))}
    </section>
  );
}

function Summary({ one }: { one: Case }) {
  const t = useWords('admin');
  const language = useLanguage();
  return (
    <>
      <span>{t('cases.one', { at: instant(language, one.submittedAt) })}</span>
      {one.decidedAt && <span>{t('cases.decided', { at: instant(language, one.decidedAt) })}</span>}
      <VerificationChip state={one.state} />
    </>
  );
}

function Evidence({ one, organisation }: { one: Case; organisation: Organisation }) {
  const t = useWords('admin');
  return (
    <div className={css.files}>
      <h3>{t('cases.evidence')}</h3>
      {one.documents.length === 0 && <p className={css.none}>{t('cases.noEvidence')}</p>}
      <ul>
        {one.documents.map(({ id, kind, name, sizeBytes }) => (
          <li key={id}>
            <IconPaperclip size={18} aria-hidden />
            <a
              href={`/api/app/organisations/${organisation.id}/documents/${id}`}
              target="_blank"
              rel="noreferrer"
              aria-label={t('cases.open', { name })}
            >
              {name}
            </a>
            <span className={css.quiet}>
              {t(`document.${kind}`)} · {fileSize(sizeBytes)}
            </span>
          </li>
        ))}
      </ul>
      {one.documents.length > 0 && <p className={css.hint}>{t('cases.look')}</p>}
    </div>
  );
}

/** What was claimed when it was handed in; where the profile says something else by now, that stands beside it. */
function Claimed({ one, organisation }: { one: Case; organisation: Organisation }) {
  const t = useWords('admin');
  const countryName = useCountryName();
  const { claimed } = one;
  const now = (value: string | undefined, then: string | undefined): ReactNode =>
    value !== undefined && then !== undefined && value !== then ? (
      <span className={css.changed}>{t('cases.now', { value: value || '–' })}</span>
    ) : null;
  const pair = (then: string | undefined, value: string | undefined) => (
    <>
      {then || '–'}
      {now(value, then)}
    </>
  );
  const names = (name: Organisation['name']) => namesIn(name).map(([text]) => text);
  const rows = [
    ...(claimed.name
      ? [
          {
            term: t('fact.names'),
            value: pair(names(claimed.name).join(' / '), names(organisation.name).join(' / ')),
          },
        ]
      : []),
    { term: t('fact.number'), value: pair(claimed.registrationNumber, organisation.registrationNumber) },
    {
      term: t('fact.country'),
      value: pair(claimed.country && countryName(claimed.country), countryName(organisation.country)),
    },
    { term: t('fact.address'), value: pair(claimed.address, organisation.address) },
    ...(claimed.note ? [{ term: t('cases.note'), value: claimed.note }] : []),
    ...(one.reason ? [{ term: t('cases.reason'), value: one.reason }] : []),
  ];
  return (
    <div>
      <h3>{t('cases.claimed')}</h3>
      <DefinitionRows rows={rows} />
    </div>
  );
}
