import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { answered, inLanguage, POST } from '../../api/client';
import type { LanguageTag } from '../../api/contract';
import { Failure } from '../../components/Failure';
import { PageTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import css from './Classify.module.css';
import { ClassifyForm } from './ClassifyForm';
import { SuggestionList } from './SuggestionList';

interface Question {
  text: string;
  language: LanguageTag;
}

/** The text goes out by POST, is kept nowhere but in this form, and the answer is never cached. */
function useSuggestions() {
  return useMutation({
    mutationFn: ({ text, language }: Question) =>
      answered(POST('/api/app/classification-suggestions', { body: { text }, headers: inLanguage(language) })),
    gcTime: 0,
  });
}

export function ClassifyPage() {
  const t = useWords('classify');
  const language = useLanguage();
  const suggestions = useSuggestions();
  const asked = suggestions.variables;
  const { mutate } = suggestions;
  const heading = useRef<HTMLHeadingElement>(null);

  // Switching the language keeps the text and asks again, so that labels come in the new language.
  useEffect(() => {
    if (asked && asked.language !== language) mutate({ text: asked.text, language });
  }, [asked, language, mutate]);

  // The pressed button is away while the answer is on its way, so the focus has fallen to the page: the answer takes it.
  useEffect(() => {
    if (suggestions.data && document.activeElement === document.body) heading.current?.focus();
  }, [suggestions.data]);

  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={css.lead}>{t('lead')}</p>
      <div className={css.columns}>
        <ClassifyForm
          busy={suggestions.isPending}
          again={suggestions.data !== undefined}
          readAs={suggestions.data?.language}
          onAsk={(text) => mutate({ text, language })}
        />
        <section className={css.answer} aria-live="polite" aria-busy={suggestions.isPending}>
          {suggestions.data && <SuggestionList answer={suggestions.data} headingRef={heading} />}
          {suggestions.isError && asked && <Failure error={suggestions.error} retry={() => mutate(asked)} />}
          {!suggestions.data && !suggestions.isError && <HowItWorks />}
        </section>
      </div>
    </>
  );
}

/** What will stand here, before anything was asked. */
function HowItWorks() {
  const t = useWords('classify');
  return (
    <div className={css.how}>
      <h2>{t('how.title')}</h2>
      <ol>
        <li>{t('how.write')}</li>
        <li>{t('how.read')}</li>
        <li>{t('how.search')}</li>
      </ol>
      <p>{t('how.limits')}</p>
    </div>
  );
}
