import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failure } from '../../components/Failure';
import { useFaultTexts } from '../../components/forms/faults';
import { Outcome } from '../../components/forms/Outcome';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useAcceptTerms } from '../../hooks/useAcceptTerms';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { dayInWords } from '../../lib/format';
import { termsQuery, type Block, type Terms, type TermsKind } from './queries';
import css from './Terms.module.css';

/** /terms: what people and the house may expect of each other. */
export function TermsPage() {
  return <Text kind="terms" />;
}

/** /privacy: what is kept about people, and why. */
export function PrivacyPage() {
  return <Text kind="privacy" />;
}

function Text({ kind }: { kind: TermsKind }) {
  const { data, error, refetch } = useQuery(termsQuery(useLanguage(), kind));
  if (data) return <Sheet terms={data} />;
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  return <LoadingPage />;
}

function Sheet({ terms }: { terms: Terms }) {
  const t = useWords('terms');
  const here = useHere();
  const language = useLanguage();
  const other = terms.kind === 'terms' ? 'privacy' : 'terms';
  const [title, ...blocks] = terms.blocks;
  return (
    <article className={css.sheet} lang={terms.language}>
      <PageTitle>{title?.kind === 'title' ? title.text : t(terms.kind)}</PageTitle>
      <p className={css.version}>
        {t('version', { version: terms.version, day: dayInWords(language, terms.validFrom) })}
      </p>
      {sectionsOf(blocks).map((section, at) => (
        <section key={at}>
          {section.heading && <h2>{section.heading}</h2>}
          {section.parts.map((part, place) =>
            Array.isArray(part) ? (
              <ul key={place}>
                {part.map((item) => (
                  <li key={item}>{item}</li>
                ))}
              </ul>
            ) : (
              <p key={place}>{part}</p>
            ),
          )}
        </section>
      ))}
      <Yes terms={terms} />
      <p className={css.end}>
        <Button variant="default" onClick={() => window.print()}>
          {t('print')}
        </Button>
        <Link to={other === 'terms' ? '/$lang/terms' : '/$lang/privacy'} params={here}>
          {t('other', { name: t(other) })}
        </Link>
      </p>
    </article>
  );
}

interface Section {
  heading: string;
  /** A paragraph, or the items of a list that follow each other. */
  parts: (string | string[])[];
}

/** The flat blocks of the answer as sections with paragraphs and lists. */
export function sectionsOf(blocks: Block[]): Section[] {
  const sections: Section[] = [];
  for (const { kind, text } of blocks) {
    let last = sections.at(-1);
    if (kind === 'heading' || !last) {
      last = { heading: kind === 'heading' ? text : '', parts: [] };
      sections.push(last);
      if (kind === 'heading') continue;
    }
    const before = last.parts.at(-1);
    if (kind === 'item' && Array.isArray(before)) before.push(text);
    else last.parts.push(kind === 'item' ? [text] : text);
  }
  return sections;
}

/** The yes to a version that is still due, below what was read. */
function Yes({ terms }: { terms: Terms }) {
  const t = useWords('terms');
  const session = useSession();
  // Visitors agree while signing up.
  const due = session?.person ? session.termsDue.filter(({ kind }) => kind === terms.kind) : [];
  const accept = useAcceptTerms();
  const textsOf = useFaultTexts();
  return (
    <div className={css.yes}>
      {due.length > 0 && (
        <>
          <p>{t('due')}</p>
          <Button loading={accept.isPending} onClick={() => accept.mutate(due)}>
            {t('accept')}
          </Button>
        </>
      )}
      <Outcome
        fault={accept.isError ? textsOf(accept.error)[0]?.text : undefined}
        done={accept.isSuccess && t('accepted')}
      />
    </div>
  );
}
