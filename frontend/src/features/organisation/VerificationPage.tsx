import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Chip } from '../../components/StatusChip';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { TextareaField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useChange } from '../../components/forms/useChange';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useWindowTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { dayInWords, instant } from '../../lib/format';
import { submitVerification, withdrawVerification } from './calls';
import type { VerificationCase, VerificationState } from './contract';
import { Documents } from './Documents';
import { Domains } from './Domains';
import { hongKongDay } from '../../lib/hongKongDays';
import css from './Organisation.module.css';
import { Done, NotForYou, Paged, Part } from './Part';
import { casesQuery, documentsQuery, everythingOf } from './queries';
import { nameIn, useOrganisation } from './useOrganisation';
import { VerificationChip } from './VerificationChip';

/** As many documents as go with one request. */
const MOST_DOCUMENTS = 10;

/** /organisation/verification: how it stands, what to hand in, asking and taking back, and the mail domains. */
export function VerificationPage() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  useWindowTitle(t('title', { part: t('tab.verification'), name: nameIn(useLanguage(), organisation)[0] }));
  const [said, setSaid] = useState('');
  if (!may('accounts.verification.read')) return <NotForYou />;
  const { state } = organisation.verification;
  const isOpen = state === 'unverified' || state === 'refused';
  return (
    <>
      <Part title={t('verification.title')}>
        <How />
        <Done text={said} />
        {may('accounts.verification.withdraw') && !isOpen && <Withdraw state={state} onDone={setSaid} />}
      </Part>
      {isOpen && may('accounts.verification.submit') && (
        <Part title={t('evidence.what')}>
          <WhatToHandIn />
        </Part>
      )}
      {may('accounts.documents.read') && (
        <Part title={t('evidence.title')} lead={t('evidence.lead')}>
          <Documents kind="registration" />
        </Part>
      )}
      {isOpen && may('accounts.verification.submit') && (
        <Part title={t('submit.title')} lead={t('submit.lead')}>
          <Submit onDone={setSaid} />
        </Part>
      )}
      <Cases />
      {may('accounts.domains.read') && <Domains />}
    </>
  );
}

/** State, day and reason, in a sentence. */
function How() {
  const t = useWords('organisation');
  const language = useLanguage();
  const { verification } = useOrganisation().organisation;
  const { state, verifiedAt, reason } = verification;
  return (
    <div className={css.rule} data-state={state}>
      <VerificationChip verification={verification} />
      <p>
        {state === 'verified' && verifiedAt
          ? t('verification.text.verified', { day: dayInWords(language, hongKongDay(verifiedAt)) })
          : t(`verification.text.${state === 'verified' ? 'unverified' : state}`)}
      </p>
      {state === 'refused' && reason && (
        <p>
          <b>{t('verification.reason')}</b> {reason}
        </p>
      )}
    </div>
  );
}

function WhatToHandIn() {
  const t = useWords('organisation');
  const here = useHere();
  const { organisation } = useOrganisation();
  const kind = organisation.registrationKind || 'other';
  return (
    <>
      <ul className={css.list}>
        <li>{t(`evidence.${kind}`)}</li>
        <li>{t('evidence.same')}</li>
        <li>{t('evidence.form')}</li>
      </ul>
      {!organisation.registrationNumber && (
        <p className={css.notice} data-due>
          {t('evidence.noNumber')}{' '}
          <Link to="/$lang/organisation/profile" params={here}>
            {t('evidence.toProfile')}
          </Link>
        </p>
      )}
    </>
  );
}

function Submit({ onDone }: { onDone: (said: string) => void }) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  const documents = useQuery(documentsQuery(organisation.id)).data?.items ?? [];
  const evidence = documents.filter(({ kind }) => kind === 'registration').slice(0, MOST_DOCUMENTS);
  const form = useForm({
    initial: { note: '' },
    draft: `verification-${organisation.id}`,
    check: () => (evidence.length > 0 ? [] : [{ field: '', text: t('refusal.evidence_needed') }]),
    send: async ({ note }) => {
      const ids = evidence.map(({ id }) => id);
      await told(submitVerification(organisation.id, ids, note.trim()));
      await queries.invalidateQueries({ queryKey: everythingOf(organisation.id) });
      onDone(t('submit.done'));
    },
  });
  return (
    <Form form={form} label={t('submit.title')}>
      <p className={css.quiet}>
        {evidence.length > 0 ? t('submit.with', { count: evidence.length }) : t('submit.without')}
      </p>
      <TextareaField {...form.field('note')} label={t('submit.note')} isOptional rows={3} maxLength={1000} />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('submit.send')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

/** Taking the request back, or giving a verification up: not the same loss, so not the same words. */
function Withdraw({ state, onDone }: { state: VerificationState; onDone: (said: string) => void }) {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const [isAsking, setIsAsking] = useState(false);
  const [remember, giveBack] = useFocusBack();
  const words = state === 'verified' ? 'giveUp' : 'withdraw';
  const withdrawal = useChange({
    change: (_: void) => withdrawVerification(organisation.id),
    refresh: everythingOf(organisation.id),
    onDone: () => {
      setIsAsking(false);
      onDone(t(`${words}.done`));
    },
  });
  if (!isAsking)
    return (
      <Button
        id="withdraw-verification"
        variant="default"
        className={css.more}
        onClick={() => {
          remember();
          setIsAsking(true);
        }}
      >
        {t(`${words}.button`)}
      </Button>
    );
  return (
    <ConfirmPanel
      title={t(`${words}.title`)}
      confirm={t(`${words}.button`)}
      onConfirm={() => withdrawal.run()}
      onCancel={() => {
        setIsAsking(false);
        giveBack();
      }}
      isBusy={withdrawal.isBusy}
      error={withdrawal.fault}
    >
      {t(`${words}.text`)}
    </ConfirmPanel>
  );
}

const CASE_STANDINGS = { submitted: 'waiting', verified: 'ended', refused: 'problem', unverified: 'unknown' } as const;

/** Every time that the organisation asked, newest first. */
function Cases() {
  const t = useWords('organisation');
  const language = useLanguage();
  const { organisation } = useOrganisation();
  const list = useInfiniteQuery(casesQuery(organisation.id));
  if (list.data?.pages[0]?.items.length === 0) return null;
  const columns: Column<VerificationCase>[] = [
    { key: 'asked', head: t('cases.asked'), cell: ({ submittedAt }) => instant(language, submittedAt) },
    {
      key: 'state',
      head: t('cases.state'),
      cell: ({ state, decidedAt }) => (
        <>
          <Chip standing={CASE_STANDINGS[state]} label={t(`case.${state}`)} isDone={state === 'verified'} />
          {decidedAt && <span className={css.quiet}>{instant(language, decidedAt)}</span>}
        </>
      ),
    },
    {
      key: 'documents',
      head: t('cases.documents'),
      cell: ({ documents }) => documents.map(({ name }) => name).join(t('separator')) || '–',
    },
    { key: 'reason', head: t('verification.reason'), cell: ({ reason }) => reason || '–' },
  ];
  return (
    <Part title={t('cases.title')}>
      <Paged list={list} empty={t('cases.empty')}>
        {(rows) => <DataTable caption={t('cases.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />}
      </Paged>
    </Part>
  );
}
