import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag, Schemas } from '../../api/contract';

export type TemplateRow = Schemas['MailTemplateRow'];

export const templatesQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: ['mail-templates', 'list', language],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/mail-templates', {
          params: { query: { language } },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });

/** A template is called by its app and its own name, as "accounts/invitation". */
function partsOf(template: string): { app: string; name: string } {
  const [app = '', name = ''] = template.split('/');
  return { app, name };
}

export const templateQuery = (name: string, language: LanguageTag) =>
  queryOptions({
    queryKey: ['mail-templates', 'one', name, language],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/mail-templates/{app}/{name}', { params: { path: partsOf(name), query: { language } }, signal }),
      ),
  });

/** Where the server shows a template as its reader would see it, as a page that can do nothing. */
export function pageOfTemplate(name: string, language: LanguageTag): string {
  return `/api/app/mail-templates/${name}/page?language=${language}`;
}
