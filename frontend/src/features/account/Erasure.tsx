import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { Failure } from '../../components/Failure';
import { TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { Outcome } from '../../components/forms/Outcome';
import { useFaultTexts } from '../../components/forms/faults';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useForm } from '../../components/forms/useForm';
import { LoadingRows } from '../../components/Loading';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession, useSession, useSwitchOrganisation } from '../../hooks/useSession';
import { dropDrafts } from '../../lib/drafts';
import { tellTabs } from '../../lib/tabs';
import css from './Account.module.css';
import { eraseAccount, erasureQuery, type ErasurePlan } from './queries';

/** The end of the account: what goes, what stays, what has to be settled before, and the act itself. */
export function Erasure() {
  const t = useWords('account');
  const { data, error, refetch } = useQuery(erasureQuery(useLanguage()));
  const [isOpen, setIsOpen] = useState(false);
  const [remember, giveBack] = useFocusBack();
  function close() {
    setIsOpen(false);
    giveBack();
  }
  return (
    <section className={css.part} aria-labelledby="erase">
      <h2 id="erase">{t('erase.title')}</h2>
      <p>{t('erase.text')}</p>
      {!data && !error && <LoadingRows rows={2} />}
      {!data && error && <Failure error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <Consequences plan={data} />
          {!data.isPossible && <Blocks plan={data} />}
          {data.isPossible && !isOpen && (
            <Button
              color="brick"
              variant="outline"
              className={css.start}
              onClick={() => {
                remember();
                setIsOpen(true);
              }}
            >
              {t('erase.open')}
            </Button>
          )}
          {data.isPossible && isOpen && <ErasureForm onCancel={close} />}
        </>
      )}
    </section>
  );
}

function Consequences({ plan }: { plan: ErasurePlan }) {
  const t = useWords('account');
  return (
    <div className={css.halves}>
      <div className={css.half}>
        <h3>{t('erase.goes')}</h3>
        <ul>
          <li>{t('erase.goes.name')}</li>
          {plan.memberships > 0 && <li>{t('erase.goes.places', { count: plan.memberships })}</li>}
          <li>{t('erase.goes.powers')}</li>
        </ul>
      </div>
      <div className={css.half}>
        <h3>{t('erase.stays')}</h3>
        <ul>
          {plan.entries > 0 && <li>{t('erase.stays.entries', { count: plan.entries })}</li>}
          <li>{t('erase.stays.deeds')}</li>
        </ul>
      </div>
    </div>
  );
}

function Blocks({ plan }: { plan: ErasurePlan }) {
  const t = useWords('account');
  const here = useHere();
  return (
    <div className={css.blocks}>
      <h3>{t('erase.blocked')}</h3>
      <ul>
        {plan.blocks.map(({ code, organisationId, organisationName }) => (
          <li key={`${code} ${organisationId}`}>
            {t(`erase.block.${code}`, { name: organisationName ?? '' })}
            {code === 'last_operator' && (
              <Link to="/$lang/admin/roles" params={here}>
                {t('erase.block.last_operatorLink')}
              </Link>
            )}
            {organisationId && <ToPeople id={organisationId} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** To the people of an organisation; one that the person does not act for at present is switched to on the way. */
function ToPeople({ id }: { id: string }) {
  const t = useWords('account');
  const here = useHere();
  const router = useRouter();
  const session = useSession();
  const change = useSwitchOrganisation();
  const textsOf = useFaultTexts();
  const place = `/${here.lang}/organisation/people`;
  function go() {
    if (session?.organisation?.id === id) router.history.push(place);
    else change.mutate(id, { onSuccess: () => router.history.push(place) });
  }
  return (
    <>
      <button type="button" className={css.linkButton} onClick={go}>
        {t('erase.block.only_ownerLink')}
      </button>
      <Outcome fault={change.isError ? textsOf(change.error)[0]?.text : undefined} />
    </>
  );
}

/** The account is gone: leave the page first, so that nothing on it asks for what is no longer there. */
function useLeave(): () => Promise<void> {
  const router = useRouter();
  const here = useHere();
  const queries = useQueryClient();
  return async () => {
    dropDrafts();
    await router.navigate({ to: '/$lang/farewell', params: here, replace: true });
    await renewSession(queries);
    tellTabs('signed_out');
  };
}

function ErasureForm({ onCancel }: { onCancel: () => void }) {
  const t = useWords('account');
  const forms = useWords('forms');
  const asked = useReauthentication();
  const leave = useLeave();
  const email = useSession()?.person?.email ?? '';
  const isSame = (typed: string) => typed.trim().toLowerCase() === email.toLowerCase();
  const form = useForm({
    initial: { confirm: '' },
    check: ({ confirm }) => (isSame(confirm) ? [] : [{ field: 'confirm', text: t('erase.confirmError') }]),
    send: async ({ confirm }) => {
      await asked(() => eraseAccount(confirm.trim()));
      await leave();
    },
  });
  return (
    <Form form={form} label={t('erase.title')}>
      <TextField
        {...form.field('confirm')}
        label={t('erase.confirm', { email })}
        hint={t('erase.confirmHint')}
        type="email"
        autoComplete="off"
        maxLength={254}
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy} color="brick">
          {t('erase.button')}
        </SubmitButton>
        <Button variant="default" onClick={onCancel}>
          {forms('cancel')}
        </Button>
      </FormActions>
    </Form>
  );
}
