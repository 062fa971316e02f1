import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiError } from '../../api/client';
import type { Technology, Text } from '../../api/contract';
import { Failure } from '../../components/Failure';
import { Foreign, useStandingNote } from '../../components/Fragment';
import { LoadingPage } from '../../components/Loading';
import { NotFound } from '../../components/NotFound';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { money } from '../../lib/format';
import { BackToResults } from './BackToResults';
import { ClassTable } from './ClassTable';
import { CopyLink } from './CopyLink';
import { similarTechnologiesQuery, technologyQuery } from './queries';
import { Codes, RelatedPatents, Sources } from './Rail';
import css from './Record.module.css';
import { RecordHeader } from './RecordHeader';
import { Section } from './Section';
import { Similar } from './Similar';

const route = getRouteApi('/$lang/technologies/$id');

export function TechnologyPage() {
  const language = useLanguage();
  const { id } = route.useParams();
  const technology = useQuery(technologyQuery(language, id));
  if (technology.data) return <TechnologyRecord technology={technology.data} reference={id} />;
  if (technology.error instanceof ApiError && [400, 404].includes(technology.error.status)) {
    return <NotFound what="record" />;
  }
  if (technology.isError) return <Failure isPage error={technology.error} retry={() => void technology.refetch()} />;
  return <LoadingPage />;
}

function useFacts(technology: Technology) {
  const t = useWords('record');
  const shell = useWords('shell');
  const { unitCost, trl, stage } = technology;
  const cost = unitCost && t('unitCost', { money: money(unitCost.amountMinor, unitCost.currency), per: unitCost.per });
  return [
    { name: t('fact.holder'), value: technology.owner?.name ?? shell('notStated') },
    { name: t('fact.stage'), value: stage?.label ?? shell('notStated') },
    { name: t('fact.readiness'), value: trl === null ? shell('notStated') : t('readiness', { level: trl }) },
    { name: t('fact.unitCost'), value: cost ?? shell('notStated') },
    { name: t('fact.certifications'), value: technology.certifications.join(', ') || shell('none') },
  ];
}

function TechnologyRecord({ technology, reference }: { technology: Technology; reference: string }) {
  const t = useWords('record');
  const shell = useWords('shell');
  const language = useLanguage();
  const facts = useFacts(technology);
  // Know-how with a patent behind it lives as long as the patent does.
  const status = technology.patents[0]?.status ?? {
    state: 'not_patented' as const,
    source: shell('declaredByOwner'),
    asOf: technology.updatedAt,
  };
  return (
    <article>
      <BackToResults />
      <RecordHeader
        kind={t('technology')}
        number={null}
        title={technology.title}
        otherTitles={technology.otherTitles}
        status={status}
        isDemo={technology.isDemo}
        caution={t('notChecked')}
        facts={facts}
        actions={<CopyLink />}
      />
      <div className={css.columns}>
        <div className={css.text}>
          <Words id="summary" title={t('part.summary')} text={technology.summary} />
          <Words id="process" title={t('part.process')} text={technology.process} />
          <Words id="equipment" title={t('part.equipment')} text={technology.equipment} />
          <Words id="capacity" title={t('part.capacity')} text={technology.capacity} />
          <ClassTable classes={technology.classes} fields={technology.technologyFields} />
          <Similar query={similarTechnologiesQuery(language, reference)} />
        </div>
        <div className={css.rail}>
          <RelatedPatents patents={technology.patents} />
          <Codes title={t('part.measures')} note={t('measuresNote')} codes={technology.measures} />
          <Codes title={t('part.sectors')} codes={technology.sectors} />
          <Sources
            sources={[]}
            note={technology.isDemo ? t('enteredByOwner') : t('describedByOwner')}
            updatedAt={technology.updatedAt}
          />
        </div>
      </div>
    </article>
  );
}

function Words({ id, title, text }: { id: string; title: string; text: Text | null }) {
  const note = useStandingNote();
  if (!text?.text) return null;
  return (
    <Section id={id} title={title}>
      <p className={css.prose}>
        <Foreign text={text} />
      </p>
      {note(text) && <p className={css.small}>{note(text)}</p>}
    </Section>
  );
}
