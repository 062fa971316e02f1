import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failure } from '../../components/Failure';
import { PageTitle } from '../../components/PageTitle';
import { SearchBar } from '../../components/SearchBar';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import { Board } from './Board';
import css from './Home.module.css';
import { MachineDrawing } from './MachineDrawing';
import { homeQuery } from './queries';
import { Sections } from './Sections';

const LEGEND = [
  { numeral: 10, word: 'legend.in' },
  { numeral: 12, word: 'legend.sorted' },
  { numeral: 14, word: 'legend.found' },
  { numeral: 16, word: 'legend.read' },
] as const;

/** What this is in ten seconds, one box, what is new, and the ways in. */
export function HomePage() {
  const language = useLanguage();
  const home = useQuery(homeQuery(language));
  return (
    <>
      <Opening />
      {home.isError ? (
        <Failure error={home.error} retry={() => void home.refetch()} />
      ) : (
        <>
          <Board latest={home.data?.latest} counts={home.data?.counts} />
          <WaysIn counts={home.data?.counts} />
          {home.data && <Sections sections={home.data.sections} />}
        </>
      )}
    </>
  );
}

function Opening() {
  const t = useWords('home');
  const here = useHere();
  return (
    <div className={css.opening}>
      <div>
        <PageTitle className={css.display} title={t('windowTitle')}>
          {t('title')}
        </PageTitle>
        <p className={css.lead}>{t('lead')}</p>
        <SearchBar size="hero" />
        <p className={css.examples}>
          <span>{t('try')}</span>
          {[t('example.words'), t('example.class'), t('example.chinese')].map((q) => (
            <Link key={q} to="/$lang/search" params={here} search={{ q }}>
              {q}
            </Link>
          ))}
        </p>
      </div>
      <figure className={css.figure}>
        <MachineDrawing className={css.drawing} />
        <figcaption>
          <ol className={css.legend}>
            {LEGEND.map(({ numeral, word }) => (
              <li key={numeral}>
                <b className="ip-num">{numeral}</b> {t(word)}
              </li>
            ))}
          </ol>
        </figcaption>
      </figure>
    </div>
  );
}

function WaysIn({ counts }: { counts?: { classes: number } }) {
  const t = useWords('home');
  const here = useHere();
  return (
    <div className={css.ways}>
      <section>
        <h2>{t('ways.search.title')}</h2>
        <p>{t('ways.search.text')}</p>
        <Link to="/$lang/search" params={here}>
          {t('ways.search.link')}
        </Link>
      </section>
      <section>
        <h2>{t('ways.classes.title')}</h2>
        <p>{t('ways.classes.text')}</p>
        <Link to="/$lang/classes" params={here}>
          {counts ? t('ways.classes.linkCount', { number: count(counts.classes) }) : t('ways.classes.link')}
        </Link>
      </section>
      <section>
        <h2>{t('ways.classify.title')}</h2>
        <p>{t('ways.classify.text')}</p>
        <Link to="/$lang/classify" params={here}>
          {t('ways.classify.link')}
        </Link>
      </section>
    </div>
  );
}
