import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { ApiError } from '../../api/client';
import type { Patent } from '../../api/contract';
import { Failure } from '../../components/Failure';
import { LoadingPage } from '../../components/Loading';
import { NotFound } from '../../components/NotFound';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day, unbroken } from '../../lib/format';
import { Abstract } from './Abstract';
import { Citations } from './Citations';
import { Claims } from './Claims';
import { BackToResults } from './BackToResults';
import { ClassTable } from './ClassTable';
import { CopyLink } from './CopyLink';
import { FamilyTable } from './FamilyTable';
import { History } from './History';
import { patentQuery, similarPatentsQuery } from './queries';
import css from './Record.module.css';
import { RecordHeader } from './RecordHeader';
import { Contents } from './Section';
import { Similar } from './Similar';
import { Codes, Parties, Publications, RelatedTechnologies, Sources } from './Rail';

const route = getRouteApi('/$lang/patents/$ref');

export function PatentPage() {
  const language = useLanguage();
  const { ref } = route.useParams();
  const patent = useQuery(patentQuery(language, ref));
  if (patent.data) return <PatentRecord patent={patent.data} reference={ref} />;
  if (patent.error instanceof ApiError && patent.error.status === 404) return <NotFound what="record" tried={ref} />;
  if (patent.isError) return <Failure isPage error={patent.error} retry={() => void patent.refetch()} />;
  return <LoadingPage />;
}

function useFacts(patent: Patent) {
  const t = useWords('record');
  const shell = useWords('shell');
  const language = useLanguage();
  const on = (date: string | null) => (date ? day(language, date) : shell('notStated'));
  const applicants = patent.parties.filter(({ role }) => role === 'applicant' || role === 'owner');
  const first = patent.classes.find((one) => one.first) ?? patent.classes[0];
  return [
    {
      name: t('fact.owner'),
      value: patent.owner?.name ?? patent.ownerName ?? applicants[0]?.name ?? shell('notStated'),
    },
    { name: t('fact.filed'), value: on(patent.filingDate) },
    { name: t('fact.published'), value: on(patent.publicationDate) },
    { name: t('fact.granted'), value: on(patent.grantDate) },
    ...(patent.expiryDate ? [{ name: t('fact.expiry'), value: on(patent.expiryDate) }] : []),
    { name: t('fact.class'), value: first ? unbroken(first.symbol) : shell('notStated') },
    { name: t('fact.office'), value: patent.office.name },
  ];
}

/** Claims stand in the language of the original title; where no title is the original, nothing is said. */
function languageFiledIn({ title, otherTitles }: Patent): string | undefined {
  return [title, ...otherTitles].find(({ standing }) => standing === 'original')?.lang;
}

function PatentRecord({ patent, reference }: { patent: Patent; reference: string }) {
  const t = useWords('record');
  const language = useLanguage();
  const facts = useFacts(patent);
  const parts = [
    { id: 'abstract', title: t('part.abstract'), shown: patent.abstract !== null },
    { id: 'claims', title: t('part.claims'), count: patent.claims.length, shown: patent.claims.length > 0 },
    { id: 'family', title: t('part.family'), count: patent.family.length, shown: patent.family.length > 0 },
    { id: 'classes', title: t('part.classes'), count: patent.classes.length, shown: patent.classes.length > 0 },
    { id: 'citations', title: t('part.citations'), count: patent.citations.length, shown: patent.citations.length > 0 },
    { id: 'similar', title: t('part.similar'), shown: true },
  ].filter(({ shown }) => shown);
  return (
    <article>
      <BackToResults />
      <RecordHeader
        kind={patent.rightType.label}
        number={patent.number}
        title={patent.title}
        otherTitles={patent.otherTitles}
        status={patent.status}
        isDemo={patent.isDemo}
        caution={t('notAdvice')}
        facts={facts}
        actions={<Actions originalLink={patent.originalLink} />}
      />
      <Contents label={t('contents')} parts={parts} />
      <div className={css.columns}>
        <div className={css.text}>
          <Abstract abstract={patent.abstract} others={patent.otherAbstracts} />
          <Claims claims={patent.claims} language={languageFiledIn(patent)} />
          <FamilyTable family={patent.family} priorities={patent.priorities} />
          <ClassTable classes={patent.classes} fields={patent.technologyFields} />
          <Citations citations={patent.citations} />
          <Similar query={similarPatentsQuery(language, reference)} />
        </div>
        <div className={css.rail}>
          <History patent={patent} />
          <Publications publications={patent.publications} />
          <Parties parties={patent.parties} />
          <Codes title={t('part.measures')} note={t('measuresNote')} codes={patent.measures} />
          <RelatedTechnologies technologies={patent.technologies} />
          <Sources
            sources={patent.sources}
            note={patent.isDemo && patent.sources.length === 0 ? t('enteredByOwner') : undefined}
            updatedAt={patent.updatedAt}
          />
        </div>
      </div>
    </article>
  );
}

function Actions({ originalLink }: { originalLink: string | null }) {
  const t = useWords('record');
  return (
    <>
      {originalLink && (
        <Button
          component="a"
          href={originalLink}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconExternalLink size={18} aria-hidden />}
        >
          {t('original')}
        </Button>
      )}
      <CopyLink />
    </>
  );
}
