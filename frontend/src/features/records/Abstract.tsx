import type { Text } from '../../api/contract';
import { Foreign, useStandingNote } from '../../components/Fragment';
import { useWords } from '../../hooks/useLanguage';
import { bound } from '../../lib/units';
import css from './Record.module.css';
import { Section } from './Section';

interface AbstractProps {
  abstract: Text | null;
  others: Text[];
}

/** The abstract in the language closest to the reader's; the other languages can be opened below. */
export function Abstract({ abstract, others }: AbstractProps) {
  const t = useWords('record');
  const note = useStandingNote();
  if (!abstract) return null;
  return (
    <Section id="abstract" title={t('part.abstract')}>
      <p className={css.prose}>
        <Foreign text={abstract} />
      </p>
      {note(abstract) && <p className={css.small}>{note(abstract)}</p>}
      {others.map((other) => (
        <details key={other.lang} className={css.more}>
          <summary>{t('abstractIn', { language: nameOf(other.lang) })}</summary>
          <p className={css.prose} lang={other.lang}>
            {bound(other.text)}
          </p>
          {note(other) && <p className={css.small}>{note(other)}</p>}
        </details>
      ))}
    </Section>
  );
}

/** A language in its own words, as on the switch. */
function nameOf(lang: string): string {
  const own: Record<string, string> = { en: 'English', 'zh-Hant': '繁體中文', 'zh-Hans': '简体中文' };
  return own[lang] ?? lang;
}
