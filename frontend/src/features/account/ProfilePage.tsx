import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import type { LanguageTag } from '../../api/contract';
import { Failure } from '../../components/Failure';
import { SelectField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { SaveMark } from '../../components/forms/SaveMark';
import { useForm, type FormState } from '../../components/forms/useForm';
import { LoadingRows } from '../../components/Loading';
import { useWindowTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { renewSession } from '../../hooks/useSession';
import { LANGUAGES, rememberLanguage, samePlaceIn } from '../../lib/languages';
import { timeIn, timeZones, zonesFor } from '../../lib/timeZones';
import css from './Account.module.css';
import { accountQuery, editAccount } from './queries';

/** /account/profile: what a person is called here, and in which language and zone they are written to. */
export function ProfilePage() {
  const t = useWords('account');
  useWindowTitle(t('profile.title'));
  const { data, error, refetch } = useQuery(accountQuery);
  if (data)
    return (
      <section className={css.part} aria-labelledby="profile">
        <h2 id="profile">{t('profile.title')}</h2>
        <ProfileForm key={data.id} account={data} />
      </section>
    );
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return <LoadingRows rows={4} />;
}

interface Profile {
  name: string;
  email: string;
  language: LanguageTag;
  timeZone: string;
}

interface ProfileValues extends Record<string, string> {
  name: string;
  language: string;
  timeZone: string;
}

function useProfileForm(account: Profile, onSaved: () => void) {
  const t = useWords('account');
  const language = useLanguage();
  const queries = useQueryClient();
  const router = useRouter();
  return useForm<ProfileValues>({
    initial: { name: account.name, language: account.language, timeZone: account.timeZone },
    check: ({ name }) => (name.trim() ? [] : [{ field: 'name', text: t('profile.nameError') }]),
    send: async ({ name, language: wanted, timeZone }) => {
      const tag = LANGUAGES.find((one) => one.tag === wanted)?.tag ?? language;
      queries.setQueryData(accountQuery.queryKey, await editAccount({ name: name.trim(), language: tag, timeZone }));
      await renewSession(queries);
      onSaved();
      if (tag === language) return;
      rememberLanguage(tag);
      router.history.replace(samePlaceIn(tag, router.state.location.pathname));
    },
  });
}

function ProfileForm({ account }: { account: Profile }) {
  const t = useWords('account');
  const here = useHere();
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const form = useProfileForm(account, () => setSavedAt(new Date()));
  return (
    <Form form={form} label={t('profile.title')}>
      <TextField
        {...form.field('name')}
        label={t('profile.name')}
        hint={t('profile.nameHint')}
        autoComplete="name"
        maxLength={120}
      />
      <div>
        <p className={css.label}>{t('profile.email')}</p>
        <p className={css.hint}>{t('profile.emailHint')}</p>
        <p className={css.address}>
          <b>{account.email}</b>
          <Link to="/$lang/account/security" params={here}>
            {t('profile.emailLink')}
          </Link>
        </p>
      </div>
      <SelectField
        {...form.field('language')}
        label={t('profile.language')}
        hint={t('profile.languageHint')}
        options={LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }))}
      />
      <ZoneFields form={form} />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('profile.save')}</SubmitButton>
        <SaveMark at={savedAt} />
      </FormActions>
    </Form>
  );
}

/** Four hundred zones in the browser's own list, and a field that makes the list short. */
function ZoneFields({ form }: { form: FormState<ProfileValues> }) {
  const t = useWords('account');
  const language = useLanguage();
  const [text, setText] = useState('');
  const [now] = useState(() => new Date());
  const typed = useDeferredValue(text.trim());
  const chosen = form.values.timeZone;
  const zones = useMemo(() => timeZones(language, chosen, now), [language, chosen, now]);
  const { shown, fitting } = zonesFor(zones, typed, chosen);
  return (
    <div className={css.zone}>
      <TextInput
        label={t('profile.zoneFind')}
        description={t('profile.zoneFindHint')}
        type="search"
        value={text}
        maxLength={60}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
        // Enter here means the search, not the form.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <p role="status" className={css.hint}>
        {typed && (fitting === 0 ? t('profile.zoneNone', { text: typed }) : t('profile.zones', { count: fitting }))}
      </p>
      <SelectField
        {...form.field('timeZone')}
        label={t('profile.zone')}
        hint={t('profile.zoneHint', { time: timeIn(chosen, now) })}
        options={shown.map(({ id, label }) => ({ value: id, label }))}
      />
    </div>
  );
}
