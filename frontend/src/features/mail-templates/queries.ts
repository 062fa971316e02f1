import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag } from '../../api/contract';

export interface TemplateRow {
  /** The app and the name, as "accounts/invitation". */
  name: string;
  subject: string;
  values: string[];
}
export interface TemplatePreview extends TemplateRow {
  language: LanguageTag;
  text: string;
}

/** Calls whose types come with the next generated schema. */
type Loose<Body> = (
  path: string,
  init?: { params?: { query?: Record<string, string> }; headers?: Record<string, string>; signal?: AbortSignal },
) => Promise<{ data?: Body; error?: unknown; response: Response }>;
const readList = GET as unknown as Loose<{ items: TemplateRow[] }>;
const readOne = GET as unknown as Loose<TemplatePreview>;

export const templatesQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: ['mail-templates', 'list', language],
    queryFn: ({ signal }) =>
      answered(
        readList('/api/app/mail-templates', {
          params: { query: { language } },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });

export const templateQuery = (name: string, language: LanguageTag) =>
  queryOptions({
    queryKey: ['mail-templates', 'one', name, language],
    queryFn: ({ signal }) =>
      answered(readOne(`/api/app/mail-templates/${name}`, { params: { query: { language } }, signal })),
  });

/** Where the server shows a template as its reader would see it, as a page that can do nothing. */
export function pageOfTemplate(name: string, language: LanguageTag): string {
  return `/api/app/mail-templates/${name}/page?language=${language}`;
}
