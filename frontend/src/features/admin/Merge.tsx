import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { DataTable } from '../../components/forms/DataTable';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import css from './Admin.module.css';
import { VerificationChip } from './Chips';
import { nameIn } from './names';
import { EVERYTHING, mergeOrganisations, type Duplicate, type Organisation } from './queries';
import { ReasonForm } from './ReasonForm';

/** What may be the same organisation, why, and making one of two. */
export function Merge({ organisation, mayMerge }: { organisation: Organisation; mayMerge: boolean }) {
  const t = useWords('admin');
  const [chosen, setChosen] = useState<Duplicate | null>(null);
  const [remember, giveBack] = useFocusBack();
  return (
    <section className={css.section}>
      <h2>{t('twins.title')}</h2>
      <Twins
        twins={organisation.duplicates}
        mayMerge={mayMerge}
        onMerge={(twin) => {
          remember();
          setChosen(twin);
        }}
      />
      {chosen && (
        <MergeForm
          key={chosen.id}
          organisation={organisation}
          twin={chosen}
          onCancel={() => {
            setChosen(null);
            giveBack();
          }}
        />
      )}
    </section>
  );
}

interface TwinsProps {
  twins: Duplicate[];
  mayMerge: boolean;
  onMerge: (twin: Duplicate) => void;
}

function Twins({ twins, mayMerge, onMerge }: TwinsProps) {
  const t = useWords('admin');
  const here = useHere();
  const language = useLanguage();
  const separator = useWords('shell')('listSeparator');
  return (
    <DataTable
      caption={t('twins.title')}
      empty={t('twins.none')}
      rows={twins}
      keyOf={({ id }) => id}
      columns={[
        {
          key: 'name',
          head: t('head.organisation'),
          cell: ({ id, name, why }) => {
            const [text, tag] = nameIn(language, name);
            return (
              <>
                <Link to="/$lang/admin/organisations/$id" params={{ ...here, id }} lang={tag}>
                  {text}
                </Link>
                <span className={css.quiet}>{why.map((one) => t(`twins.why.${one}`)).join(separator)}</span>
              </>
            );
          },
        },
        {
          key: 'verification',
          head: t('head.verification'),
          cell: ({ verification }) => <VerificationChip state={verification} />,
        },
        ...(mayMerge
          ? [
              {
                key: 'merge',
                head: '',
                label: t('twins.merge'),
                cell: (twin: Duplicate) => (
                  <Button
                    variant="default"
                    aria-label={t('twins.mergeName', { name: nameIn(language, twin.name)[0] })}
                    onClick={() => onMerge(twin)}
                  >
                    {t('twins.merge')}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

interface MergeFormProps {
  organisation: Organisation;
  twin: Duplicate;
  onCancel: () => void;
}

function MergeForm({ organisation, twin, onCancel }: MergeFormProps) {
  const t = useWords('admin');
  const here = useHere();
  const language = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  async function send({ decision, reason }: { decision: string; reason: string }) {
    const goes = decision === twin.id ? organisation.id : twin.id;
    const stays = await mergeOrganisations(goes, decision, reason);
    await queries.invalidateQueries({ queryKey: EVERYTHING });
    await navigate({ to: '/$lang/admin/organisations/$id', params: { ...here, id: stays.id } });
    onCancel();
  }
  return (
    <div className={css.panel}>
      <h3>{t('merge.title')}</h3>
      <p>{t('merge.moves')}</p>
      <ReasonForm
        label={t('merge.title')}
        question={t('merge.keep')}
        choices={[
          {
            value: organisation.id,
            label: nameIn(language, organisation.name)[0],
            text: t(`verification.${organisation.verification.state}`),
          },
          {
            value: twin.id,
            label: nameIn(language, twin.name)[0],
            text: t(`verification.${twin.verification}`),
          },
        ]}
        button={t('merge.button')}
        isDestructive
        onCancel={onCancel}
        draft={`merge ${organisation.id} ${twin.id}`}
        send={send}
      />
    </div>
  );
}
