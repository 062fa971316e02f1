import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Chip } from '../../components/StatusChip';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useAsked } from '../../components/forms/useAsked';
import { useRemoval, type Removal } from '../../components/forms/useRemoval';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day, money } from '../../lib/format';
import type { Standing } from '../../lib/legalState';
import { documentAddress, endSignatory } from './calls';
import type { Signatory, SignatoryState } from './contract';
import { hongKongDay } from '../../lib/hongKongDays';
import css from './Organisation.module.css';
import { Done, Paged, Part } from './Part';
import { ProposeSignatory } from './ProposeSignatory';
import { everythingOf, signatoriesQuery } from './queries';
import { useOrganisation } from './useOrganisation';

const STANDINGS: Record<SignatoryState, Standing> = {
  proposed: 'waiting',
  confirmed: 'good',
  refused: 'problem',
  ended: 'ended',
};

/** Who may bind the company, up to where, on what evidence; proposing somebody, and ending it. */
export function Signatories() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  const list = useInfiniteQuery(signatoriesQuery(organisation.id));
  const adding = useAsked<true>();
  const ending = useRemoval({
    remove: (one: Signatory) => endSignatory(organisation.id, one.id),
    refresh: everythingOf(organisation.id),
    gone: ({ person }) => t('signatory.gone', { name: person.name }),
  });
  const columns = useColumns(ending.ask);
  return (
    <Part title={t('signatory.title')} lead={t('signatory.lead')}>
      <Paged list={list} empty={t('signatory.none')}>
        {(rows) => <DataTable caption={t('signatory.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />}
      </Paged>
      {ending.row && <End signatory={ending.row} panel={ending.panel} />}
      <Done text={ending.said} />
      {may('accounts.signatories.propose') &&
        (adding.row ? (
          <ProposeSignatory
            onDone={(text) => {
              adding.leave();
              ending.say(text);
            }}
            onCancel={adding.leave}
          />
        ) : (
          <Button
            id="propose-signatory"
            variant="default"
            className={css.more}
            onClick={() => {
              ending.say('');
              adding.ask(true);
            }}
          >
            {t('signatory.propose')}
          </Button>
        ))}
    </Part>
  );
}

interface EndProps {
  signatory: Signatory;
  panel: Removal<Signatory>['panel'];
}

function End({ signatory, panel }: EndProps) {
  const t = useWords('organisation');
  return (
    <ConfirmPanel
      title={t('signatory.endTitle', { name: signatory.person.name })}
      confirm={t('signatory.end')}
      {...panel}
    >
      {t('signatory.endText')}
    </ConfirmPanel>
  );
}

function useColumns(onEnd: (one: Signatory) => void): Column<Signatory>[] {
  const t = useWords('organisation');
  const language = useLanguage();
  const { organisation, may } = useOrganisation();
  return [
    { key: 'name', head: t('people.head.name'), cell: ({ person }) => person.name },
    {
      key: 'state',
      head: t('sent.head.state'),
      cell: ({ state, proposedAt, decidedAt, endedAt, reason }) => (
        <>
          <Chip standing={STANDINGS[state]} label={t(`signatory.${state}`)} />
          <span className={css.quiet}>{day(language, hongKongDay(endedAt ?? decidedAt ?? proposedAt))}</span>
          {reason && <span className={css.quiet}>{reason}</span>}
        </>
      ),
    },
    {
      key: 'limit',
      head: t('signatory.limit'),
      cell: ({ limitMinor, currency }) =>
        limitMinor === null ? t('signatory.noLimit', { currency }) : money(limitMinor, currency),
    },
    {
      key: 'document',
      head: t('signatory.document'),
      cell: ({ documentId, documentName }) =>
        may('accounts.documents.read') ? (
          <a href={documentAddress(organisation.id, documentId)} download={documentName}>
            {documentName}
          </a>
        ) : (
          documentName
        ),
    },
    {
      key: 'acts',
      head: '',
      label: t('people.head.acts'),
      cell: (one) =>
        may('accounts.signatories.end') &&
        (one.state === 'proposed' || one.state === 'confirmed') && (
          <Button
            variant="default"
            size="xs"
            aria-label={t('signatory.endName', { name: one.person.name })}
            onClick={() => onEnd(one)}
          >
            {t('signatory.end')}
          </Button>
        ),
    },
  ];
}
