import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useLanguage } from '../hooks/useLanguage';
import { openPrompt, watchPrompt } from '../lib/signInPrompt';
import { loadWords } from '../lib/words';

const SignInDialog = lazy(() => import('../features/session/SignInDialog'));

/** Where the question "who are you, once more" appears, over whatever page asked it. */
export function PromptHost() {
  const language = useLanguage();
  const prompt = useSyncExternalStore(watchPrompt, openPrompt);
  const words = useQuery({
    queryKey: ['sign-in', 'words', language],
    queryFn: () => loadWords(language, 'inside').then(() => true),
    enabled: prompt !== null,
    staleTime: Infinity,
  });
  if (!prompt || !words.data) return null;
  return (
    <Suspense>
      <SignInDialog key={prompt.kind} prompt={prompt} />
    </Suspense>
  );
}
