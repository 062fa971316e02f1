import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { LanguageTag } from '../../api/contract';
import { Closed } from '../../components/Closed';
import { Failure } from '../../components/Failure';
import { LoadingPage, LoadingRows } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { LANGUAGES } from '../../lib/languages';
import css from './MailTemplates.module.css';
import { pageOfTemplate, templateQuery, templatesQuery, type TemplateRow } from './queries';

const route = getRouteApi('/$lang/mail-templates');

/** What the house writes to people, with examples filled in: for staff to read before it is sent to anybody. */
export function MailTemplatesPage() {
  const session = useSession();
  if (!session) return <LoadingPage />;
  return session.can('accounts.mail_templates.read') ? <Templates /> : <StaffOnly />;
}

function StaffOnly() {
  const t = useWords('mail');
  const session = useSession();
  return (
    <Closed title={t('templates.forbidden.title')} signIn={t('templates.forbidden.signIn')}>
      {session?.person
        ? t('templates.forbidden.signedInAs', { name: session.person.name })
        : t('templates.forbidden.visitor')}
    </Closed>
  );
}

function Templates() {
  const t = useWords('mail');
  const shown = useLanguage();
  const templates = useQuery(templatesQuery(shown));
  return (
    <>
      <PageTitle>{t('templates.title')}</PageTitle>
      <p className={css.lead}>{t('templates.lead')}</p>
      {templates.isPending && <LoadingRows rows={3} />}
      {templates.isError && <Failure error={templates.error} retry={() => void templates.refetch()} />}
      {templates.data && <Chooser templates={templates.data.items} />}
    </>
  );
}

/** The address names template and language, so that a colleague can be shown the same. */
function Chooser({ templates }: { templates: TemplateRow[] }) {
  const t = useWords('mail');
  const shown = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const name = templates.some((template) => template.name === search.template) ? search.template : templates[0]?.name;
  const language = search.language ?? shown;
  return (
    <>
      <div className={css.choice}>
        <NativeSelect
          label={t('templates.choose')}
          value={name}
          data={templates.map((template) => ({ value: template.name, label: template.name }))}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: { ...search, template: value }, replace: true, resetScroll: false })
          }
        />
        <NativeSelect
          label={t('templates.language')}
          value={language}
          data={LANGUAGES.map((one) => ({ value: one.tag, label: one.name }))}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: { ...search, language: value as LanguageTag }, replace: true, resetScroll: false })
          }
        />
      </div>
      {name && <Preview name={name} language={language} />}
    </>
  );
}

function Preview({ name, language }: { name: string; language: LanguageTag }) {
  const t = useWords('mail');
  const preview = useQuery(templateQuery(name, language));
  if (preview.isPending) return <LoadingRows rows={3} />;
  if (preview.isError) return <Failure error={preview.error} retry={() => void preview.refetch()} />;
  const { subject, text, values } = preview.data;
  return (
    <article aria-labelledby="subject">
      <h2 id="subject" className={css.subject} lang={language}>
        {subject}
      </h2>
      <p className={css.values}>
        {values.length > 0 ? t('templates.values', { values: values.join(', ') }) : t('templates.noValues')}
      </p>
      <div className={css.columns}>
        <div>
          <h3>{t('html')}</h3>
          <iframe
            key={`${name} ${language}`}
            className={css.frame}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            src={pageOfTemplate(name, language)}
            title={t('templates.frame')}
          />
        </div>
        <div>
          <h3>{t('text')}</h3>
          <div className={css.text} tabIndex={0} role="region" aria-label={t('text')}>
            <pre lang={language}>{text}</pre>
          </div>
        </div>
      </div>
    </article>
  );
}
