import { useWords } from '../../hooks/useLanguage';
import { bound } from '../../lib/units';
import css from './Record.module.css';
import { Section } from './Section';

/** The first claim says what is protected; the rest opens on demand and is always printed. */
export function Claims({ claims, language }: { claims: string[]; language?: string }) {
  const t = useWords('record');
  const [first, ...rest] = claims;
  if (!first) return null;
  return (
    <Section id="claims" title={t('part.claims')} count={claims.length}>
      <ol className={css.claims} lang={language}>
        <li>{bound(withoutNumber(first))}</li>
      </ol>
      {rest.length > 0 && (
        <details className={css.more}>
          <summary>{t('moreClaims', { count: rest.length })}</summary>
          <ol className={css.claims} start={2} lang={language}>
            {rest.map((claim, at) => (
              <li key={at}>{bound(withoutNumber(claim))}</li>
            ))}
          </ol>
        </details>
      )}
    </Section>
  );
}

/** Sources print "1. A method …"; the list numbers itself. */
function withoutNumber(claim: string): string {
  return claim.replace(/^\s*\d{1,3}\s*[.．、]\s*/, '');
}
