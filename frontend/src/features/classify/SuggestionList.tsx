import type { Ref } from 'react';
import { Link } from '@tanstack/react-router';
import type { Suggestion, Suggestions } from '../../api/contract';
import { ButtonLink } from '../../components/ButtonLink';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { percent } from '../../lib/format';
import css from './Classify.module.css';

interface SuggestionListProps {
  answer: Suggestions;
  headingRef: Ref<HTMLHeadingElement>;
}

/** Every suggestion with its probability in a word, a number and a bar, and the words that spoke for it. */
export function SuggestionList({ answer, headingRef }: SuggestionListProps) {
  const t = useWords('classify');
  const { suggestions, abstained, technologyField, schemeVersion } = answer;
  return (
    <>
      <h2 className={css.heading} ref={headingRef} tabIndex={-1}>
        {abstained ? t('unsure.title') : t('suggested')}
        <span>IPC {schemeVersion}</span>
      </h2>
      {abstained && <p className={css.unsure}>{t('unsure.text')}</p>}
      <ol className={css.rows}>
        {suggestions.map((suggestion, at) => (
          <SuggestionRow key={suggestion.symbol} suggestion={suggestion} isMain={at === 0 && !abstained} />
        ))}
      </ol>
      <p className={css.note}>{t('calibration')}</p>
      {technologyField && (
        <p className={css.field}>
          {t('field')} <b>{technologyField.label}</b> {t('sector', { sector: technologyField.sector })}
        </p>
      )}
    </>
  );
}

function SuggestionRow({ suggestion, isMain }: { suggestion: Suggestion; isMain: boolean }) {
  const t = useWords('classify');
  const here = useHere();
  const language = useLanguage();
  const { symbol, label, title, words, score, band } = suggestion;
  return (
    <li className={css.row}>
      <span className={css.symbol}>{symbol}</span>
      <div>
        <h3>
          <Link to="/$lang/classes/$symbol" params={{ ...here, symbol }}>
            {label}
          </Link>
        </h3>
        {title && title !== label && (
          <p className={css.official} lang={language === 'en' ? undefined : 'en'}>
            {title}
          </p>
        )}
        {words.length > 0 && (
          <p className={css.words}>
            {t('because')}{' '}
            {words.map((word, at) => (
              <span key={word}>
                {at > 0 && ' '}
                <mark>{word}</mark>
              </span>
            ))}
          </p>
        )}
        <ButtonLink
          variant={isMain ? 'filled' : 'default'}
          to="/$lang/search"
          params={here}
          search={{ subclass: [symbol] }}
        >
          {t('searchIn', { symbol })}
        </ButtonLink>
      </div>
      <div className={css.score} data-band={band}>
        <b className="ip-num">{percent(score)}</b>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
          <rect width="100" height="6" className={css.track} />
          <rect width={Math.max(1, score * 100)} height="6" className={css.bar} />
        </svg>
        <span>{t(`band.${band}`)}</span>
      </div>
    </li>
  );
}
