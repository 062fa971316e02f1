import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askSignIn } from '../../api/client';
import type { LanguageTag } from '../../api/contract';
import { CheckboxField, PasswordField, SelectField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { sessionQuery } from '../../hooks/useSession';
import { useSignInStep, useTypedAddress } from '../../hooks/useSignIn';
import { LANGUAGES, segmentOf } from '../../lib/languages';
import { isAddress } from './PasswordStep';
import css from './SignIn.module.css';
import { useFollow, useNext } from './useFollow';

/** /sign-up: who somebody is, and the yes to the terms; the code that comes by mail is the next page. */
export function SignUpPage() {
  const t = useWords('session');
  const here = useHere();
  const next = useNext();
  return (
    <div className={css.page}>
      <div>
        <PageTitle>{t('signUp.title')}</PageTitle>
        <p className={css.lead}>{t('signUp.lead')}</p>
        <SignUpForm />
        <p className={css.below}>
          {t('signUp.haveOne')}{' '}
          <Link to="/$lang/sign-in" params={here} search={{ next }}>
            {t('button')}
          </Link>
        </p>
      </div>
      <aside className={css.aside}>
        <h2>{t('signUp.thenTitle')}</h2>
        <ol>
          <li>{t('signUp.then1')}</li>
          <li>{t('signUp.then2')}</li>
          <li>{t('signUp.then3')}</li>
        </ol>
        <p>{t('signUp.invited')}</p>
      </aside>
    </div>
  );
}

function useSignUpForm(language: LanguageTag) {
  const t = useWords('session');
  const step = useSignInStep();
  const follow = useFollow();
  const [, keep] = useTypedAddress();
  const queries = useQueryClient();
  return useForm({
    initial: { name: '', email: '', password: '', language: language as string, agreed: false },
    draft: 'sign-up',
    check: ({ name, email, agreed }) => [
      ...(name.trim() ? [] : [{ field: 'name', text: t('error.name') }]),
      ...(isAddress(email) ? [] : [{ field: 'email', text: t('error.email') }]),
      ...(agreed ? [] : [{ field: 'agreed', text: t('error.terms') }]),
    ],
    send: async (values) => {
      const email = values.email.trim();
      keep(email);
      const { name, password, language: chosen } = values;
      // The yes is to the versions that this page knows; the server says so if they are no longer in force.
      const { termsDue: agreed } = await queries.ensureQueryData(sessionQuery);
      // Without a password the code by mail is the way in.
      const body = { name: name.trim(), email, language: chosen, agreed, ...(password ? { password } : {}) };
      follow(await step(() => askSignIn('POST', 'auth/signup', { body })));
    },
  });
}

function SignUpForm() {
  const t = useWords('session');
  const language = useLanguage();
  const form = useSignUpForm(language);
  return (
    <Form form={form}>
      <TextField
        {...form.field('name')}
        label={t('signUp.name')}
        hint={t('signUp.nameHint')}
        autoComplete="name"
        maxLength={120}
      />
      <TextField
        {...form.field('email')}
        label={t('email')}
        hint={t('signUp.emailHint')}
        type="email"
        autoComplete="username"
        maxLength={254}
      />
      <PasswordField
        {...form.field('password')}
        label={t('password')}
        hint={t('signUp.passwordHint')}
        autoComplete="new-password"
        isOptional
        isRated
      />
      <SelectField
        {...form.field('language')}
        label={t('signUp.language')}
        hint={t('signUp.languageHint')}
        options={LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }))}
      />
      <CheckboxField {...form.field('agreed')} label={<Agreement language={language} />} />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('signUp.button')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

/** The yes with its two texts, which open in a tab of their own so that nothing typed is lost. */
function Agreement({ language }: { language: LanguageTag }) {
  const t = useWords('session');
  const place = (page: string) => `/${segmentOf(language)}/${page}`;
  return (
    <>
      {t('signUp.agree')}
      <a href={place('terms')} target="_blank" rel="noreferrer">
        {t('signUp.terms')}
      </a>
      {t('signUp.and')}
      <a href={place('privacy')} target="_blank" rel="noreferrer">
        {t('signUp.privacy')}
      </a>
      {t('signUp.agreeEnd')}
    </>
  );
}
