import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { theme, variables } from './theme';

const MOST_RETRIES = 2;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a failure of the way or of our side is worth another try.
      retry: (failures, error) =>
        failures < MOST_RETRIES && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      // Without this a page opened without connection would wait in silence instead of saying so.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      forceColorScheme="light"
      getStyleNonce={() => nonce}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}
