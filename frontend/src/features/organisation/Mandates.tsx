import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Chip } from '../../components/StatusChip';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useAsked } from '../../components/forms/useAsked';
import { useRemoval, type Removal } from '../../components/forms/useRemoval';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day } from '../../lib/format';
import { daysLater, hongKongDay } from '../../lib/hongKongDays';
import type { Standing } from '../../lib/legalState';
import { endMandate } from './calls';
import type { Mandate, MandateState } from './contract';
import { OfferMandate } from './OfferMandate';
import css from './Organisation.module.css';
import { Done, Paged, Part } from './Part';
import { everythingOf, mandatesQuery } from './queries';
import { useOrganisation } from './useOrganisation';

const STANDINGS: Record<MandateState, Standing> = {
  offered: 'waiting',
  active: 'good',
  declined: 'problem',
  withdrawn: 'unknown',
  ended: 'ended',
};

/** Who of another house acts for the organisation, in what and until when; offering, withdrawing, ending. */
export function Mandates() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  const list = useInfiniteQuery(mandatesQuery(organisation.id));
  const adding = useAsked<true>();
  const ending = useRemoval({
    remove: (one: Mandate) => endMandate(organisation.id, one.id),
    refresh: everythingOf(organisation.id),
    gone: (one) => t(one.state === 'offered' ? 'mandate.withdrawn.done' : 'mandate.ended.done', { who: nameOf(one) }),
  });
  const columns = useColumns(may('accounts.mandates.end'), ending.ask);
  function close(text = '') {
    adding.leave();
    ending.say(text);
  }
  return (
    <Part title={t('mandate.title')} lead={t('mandate.lead')}>
      <Paged list={list} empty={t('mandate.none')}>
        {(rows) => <DataTable caption={t('mandate.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />}
      </Paged>
      {ending.row && <End mandate={ending.row} panel={ending.panel} />}
      <Done text={ending.said} />
      {may('accounts.mandates.offer') &&
        (adding.row ? (
          <OfferMandate onDone={close} onCancel={() => close()} />
        ) : (
          <Button
            id="offer-mandate"
            variant="default"
            className={css.more}
            onClick={() => {
              ending.say('');
              adding.ask(true);
            }}
          >
            {t('mandate.offer')}
          </Button>
        ))}
    </Part>
  );
}

interface EndProps {
  mandate: Mandate;
  panel: Removal<Mandate>['panel'];
}

/** Withdrawing an offer and ending a mandate are the same request, and not the same loss. */
function End({ mandate, panel }: EndProps) {
  const t = useWords('organisation');
  const act = mandate.state === 'offered' ? 'withdraw' : 'end';
  return (
    <ConfirmPanel title={t(`mandate.${act}Title`, { who: nameOf(mandate) })} confirm={t(`mandate.${act}`)} {...panel}>
      {t(`mandate.${act}Text`)}
    </ConfirmPanel>
  );
}

function nameOf({ person, email }: Mandate): string {
  return person?.name ?? email;
}

function useColumns(mayEnd: boolean, onEnd: (one: Mandate) => void): Column<Mandate>[] {
  const t = useWords('organisation');
  const language = useLanguage();
  return [
    {
      key: 'who',
      head: t('mandate.head.who'),
      cell: (one) => (
        <>
          {nameOf(one)}
          <span className={css.quiet}>{t(`mandateKind.${one.kind}`)}</span>
          {one.person && one.email && <span className={css.quiet}>{one.email}</span>}
        </>
      ),
    },
    {
      key: 'scopes',
      head: t('mandate.head.scopes'),
      cell: ({ scopes }) => scopes.map((scope) => t(`scope.${scope}`)).join(t('separator')),
    },
    {
      key: 'days',
      head: t('mandate.head.days'),
      cell: ({ startsDate, endsDate }) =>
        endsDate
          ? t('mandate.fromTo', { from: day(language, startsDate), to: day(language, daysLater(endsDate, -1)) })
          : t('mandate.from', { from: day(language, startsDate) }),
    },
    {
      key: 'state',
      head: t('sent.head.state'),
      cell: ({ state, endedAt, answeredAt, offeredAt, reason }) => (
        <>
          <Chip standing={STANDINGS[state]} label={t(`mandateState.${state}`)} />
          <span className={css.quiet}>{day(language, hongKongDay(endedAt ?? answeredAt ?? offeredAt))}</span>
          {reason && <span className={css.quiet}>{reason}</span>}
        </>
      ),
    },
    {
      key: 'acts',
      head: '',
      label: t('people.head.acts'),
      cell: (one) =>
        mayEnd &&
        (one.state === 'offered' || one.state === 'active') && (
          <Button
            variant="default"
            size="xs"
            aria-label={t(one.state === 'offered' ? 'mandate.withdrawName' : 'mandate.endName', { who: nameOf(one) })}
            onClick={() => onEnd(one)}
          >
            {t(one.state === 'offered' ? 'mandate.withdraw' : 'mandate.end')}
          </Button>
        ),
    },
  ];
}
